# Only for readers who ask in this language.
untranslated = Les questions et les réponses sont données dans leur langue d’origine.
