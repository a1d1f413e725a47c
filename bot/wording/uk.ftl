# Only for readers who ask in this language.
untranslated = Запитання й відповіді подано мовою оригіналу.
