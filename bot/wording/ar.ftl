# Only for readers who ask in this language.
untranslated = الأسئلة والأجوبة معروضة بلغتها الأصلية.
