# Only for readers who ask in this language.
untranslated = پرسش‌ها و پاسخ‌ها به زبان اصلی آورده شده‌اند.
