# Only for readers who ask in this language.
untranslated = Sorular ve yanıtlar, verildikleri dilde gösterilir.
