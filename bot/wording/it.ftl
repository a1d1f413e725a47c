# Only for readers who ask in this language.
untranslated = Domande e risposte sono riportate nella lingua originale.
