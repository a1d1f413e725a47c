# Only for readers who ask in this language.
untranslated = As perguntas e as respostas são mostradas na língua original.
