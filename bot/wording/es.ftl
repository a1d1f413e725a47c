# Only for readers who ask in this language.
untranslated = Las preguntas y las respuestas se muestran en su idioma original.
