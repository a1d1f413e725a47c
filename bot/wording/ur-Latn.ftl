# Only for readers who ask in this language.
untranslated = Sawal aur jawab usi zaban mein hain jis mein woh diye gaye the.
