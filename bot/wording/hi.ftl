# Only for readers who ask in this language.
untranslated = सवाल और जवाब उसी भाषा में हैं जिसमें वे दिए गए थे।
