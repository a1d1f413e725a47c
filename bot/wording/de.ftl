# Only for readers who ask in this language.
untranslated = Fragen und Antworten stehen in der Sprache, in der sie gegeben wurden.
