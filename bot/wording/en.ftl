### What the bot says in English: plain and friendly, short, never technical to readers.
###
### What was asked and answered is never written or translated here, and the bot takes no side.
### Of the variables, $meant says how interviews are named: 'one' (by $speakers), 'one-of-outlet'
### (by $outlet and $speakers), 'several' (by $speakers), 'many' (by their number, $interviews) or
### 'many-of-outlet' (by that and $outlet). $people is how many $speakers are.

language-name = English

## When there is no answer to give

ask-me-in-words = I can only read text. Please write your question in words.
nothing-to-ask = Write your question as well, after the command or my name.
unknown-command = I don't know that command. Just write your question, or see /help.
slow-down = That was a lot at once. Give me a minute, then ask again.
something-broke = Sorry, something went wrong on my side. Please ask again in a moment.
exchange-gone = This question is no longer in the interview.
topic-gone = This topic is no longer in the list.
button-gone = This button no longer works. Please ask again.
interview-gone = This interview is no longer served.
more-is-coming = I'm still loading more interviews: please ask again in a minute.
not-sure = I'm not sure which question you mean.
closest = The closest things { $speakers } { $people ->
        [1] was
       *[other] were
    } asked:
closest-elsewhere = I couldn't find that in { which }. The closest things that others were asked:
not-in-interview =
    I couldn't find that in { $meant ->
        [several] these interviews
       *[one] the interview
    } with { $speakers }. It may not have been asked. The list shows everything that was.
not-in-many =
    I couldn't find that in any of the { $interviews } interviews. It may not have been asked. /interviews shows who was interviewed, and what everybody was asked.

## What a reader thinks of an answer. No thumbs: they would judge what was said, not what was found

thanks = Thanks, that helps!
perhaps-one-of-these = Thanks! Is it one of these?
others-in-private = Thanks! The new button shows what else it may be.

## How interviews and people are named within a sentence

what = { $meant ->
        [one] the interview with { $speakers }
        [one-of-outlet] { $outlet }'s interview with { $speakers }
        [several] the interviews with { $speakers }
       *[many] { $interviews } published interviews
    }
which = { $meant ->
        [several] the interviews with { $speakers }
        [many] the { $interviews } interviews
        [many-of-outlet] the { $interviews } interviews by { $outlet }
       *[one] the interview with { $speakers }
    }
people-interviewed = the people interviewed

## Whose words, where and when

speaks-in = { $name } in { $outlet }
published = { $outlet }, { $date }
whose = { $name }, { $year }
in-short = { $name }, { $where }
outlet-asked = { $outlet } asked:
question-was = The question was:
place = question { $number } of { $count }
part = part { $number } of { $count }
outlet-introduces = { $outlet } introduces it:
publisher-introduces = The publisher introduces it:
untranslated = Questions and answers stay in the language in which they were given.

## Lists

number-of-questions = { $count ->
        [one] { $count } question
       *[other] { $count } questions
    }
questions-heading = { $alone ->
        [yes] Question { $first } of { $count }
       *[no] Questions { $first }–{ $last } of { $count }
    }
questions-of-topic-heading = { $alone ->
        [yes] { $topic }: question { $first } of { $count }
       *[no] { $topic }: questions { $first }–{ $last } of { $count }
    }
interviews-heading = { $alone ->
        [yes] Interview { $first } of { $count }
       *[no] Interviews { $first }–{ $last } of { $count }
    }
topics-heading = What do you want to read about?
no-topics = No topics are listed yet. See /questions instead.
no-interview-found = I found no interview with these words. All of them are listed here:
how-to-search = To find one, add a name: /interviews and then the name.
how-to-search-choices = To find one, add a name: /interview and then the name.

## A chat that is bound to one interview

is-bound = This chat is about one interview: { $interview }. I look in that one alone.
is-free = In this chat I look in all { $interviews } interviews. You can choose one of them.
only-one = There is nothing to choose here: I have { what }. Just ask.
only-administrators-choose = Only this group's administrators can choose its interview.
bound-interview-gone = The interview that this chat was about is no longer served. I look in all of them again.
question-forgotten = I no longer know what you asked here. Please ask again.
may-be-forgotten = I can't write that down just now, so I may forget it.

## On buttons: short enough for half the width of a phone

related = Related questions
all-questions = All questions
all-interviews = All interviews
its-questions = All of this interview
look-in-all = Look in all interviews
ask-about-all = Ask about all
choose-interview = Choose an interview
topics = Topics
share = Share
copy-quote = Copy quote
full-answer = Full answer
continue-reading = Continue ›
go-back = ‹ Back
next-page = Next ›
previous-page = ‹ Previous
ask-privately = Ask me more
answers-it = ✓ This answers it
not-what-i-asked = ✗ Not what I asked
other-questions = Other close questions
not-found-inline = Not found. See all questions

## The bot of itself

greeting = Hello! Ask me anything about { what }, in your own words.
welcome = You're welcome! Ask me anything else about it.
who-am-i =
    I'm a bot. I look your question up in { what } and show what was really asked and answered, word for word. I never answer in my own words, or on anyone's behalf.
start =
    Ask me about { what }. Write as you would to a friend; I'll find the question that was really asked and quote the answer, word for word.
for-example = For example: what was said about { $topic }?
help-asking =
    I answer questions about { what }, only with what was really said.

    { $in_private ->
        [yes] Here
       *[no] In a private chat with me
    }: just write your question. If I misunderstood, edit it, and my answer changes.
    In a group: /ask and your question, or reply to somebody's message with /ask.
    In any chat: type { $bot } and a few words.
help-naming = Name a person or an outlet, and I look there.
help-commands =
    /questions: everything that was asked
    /topics: what it is about
    /about: the interview, and how I work
    /language: the language that I speak
    /privacy: what is kept about you; /forget deletes it
help-commands-of-several =
    /interviews: who was interviewed; with a name, I search the list
    /interview: choose one, and I look in that one alone
    /questions: everything that was asked, by interview
    /topics: what they are about
    /about: the interviews, and how I work
    /language: the language that I speak
    /privacy: what is kept about you; /forget deletes it
how-it-works =
    How this bot works: it compares your question with those that were asked in the { $interviews ->
        [1] interview
       *[other] interviews
    }, { $by_meaning ->
        [yes] by their words and their meaning
       *[no] by their words
    }, and quotes the answer that was given, unchanged. When it isn't sure it offers the closest questions; when it finds none, it says so. It takes no side and adds nothing.
second-reader =
    When it isn't certain, it also asks a language model which of the passages that it found answers your question. The model picks one of them, or none; it never writes what you read.
about-several =
    I answer from { what }: { $questions ->
        [one] { $questions } question
       *[other] { $questions } questions
    } in all. The list has each interview with its introduction, its source and its questions.
version = Knowledge version { $name }

## What is kept

forgotten = Done. What I kept of you is deleted: what you asked, how it went, what you chose.
forgotten-soon = I can't get at my notes just now. I'll delete what I kept of you as soon as I can; to be sure, please send /forget again later.
nobody-to-forget = You write in this group's name, and of that I keep nothing that is yours.
keeps-questions =
    This bot keeps a journal of what it is asked. It notes the text of a question, which is deleted after { $days ->
        [one] a day
       *[other] { $days } days
    }, and of each
keeps-no-question = This bot keeps no question that you ask. It notes of each
is-noted =
    when and in what kind of chat it was asked, the language of your Telegram, what was found, how long that took, and what readers thought of it. Neither your name nor your account is in it: you are a code there, by which readers can be counted, and which nobody can trace back to you without this bot's key. What you type inline is in it only once you send what was found, and only where Telegram tells the bot. Those who run the bot read the journal, to see what readers want to know. Where they put somebody's wording into the interview's file, so that it is found, it stays there, and nothing tells whose it was.
privacy =
    /forget deletes at once all that is yours in it. What is chosen with /interview and /language is remembered under such a code too. Until it is answered, a message may be kept as Telegram sent it, a day at most. Where several machines serve the bot, which of its messages answered which of yours (as numbers) is kept under your code for a day, and when it last wrote to you for an hour or two.

    While it runs, the bot has in memory only which of its messages answered which of yours (as numbers, for the last { $answers } questions), so that an edited question gets its answer edited and an album is answered once; questions that it can still look up elsewhere; and how many questions you sent in the last minutes, so that nobody crowds out others. All of this is gone when it stops.
nothing-leaves = Nothing is passed on to anybody.
questions-leave =
    When the bot isn't certain what you mean, the text of your question, without your name or account, is sent to a language model that its operator has chosen, which picks the passage that answers it.
telegram-keeps =
    Telegram itself delivers your messages; its privacy policy says what it keeps: { $policy }

## The language

choose-language = Which language shall I speak? What was asked and answered stays in its own.
language-chosen = I speak English now. What was asked and answered stays as it was given.

## What Telegram shows of the bot: at most 512 and 120 characters, 256 for a command

description =
    Ask about { what } in your own words. You get the question that was really asked and the answer as it was given, word for word, with its source.
description-of-any =
    Ask about published interviews in your own words. You get the question that was really asked and the answer as it was given, word for word, with its source.
short-description = Answers from { what }, word for word.
short-description-of-any = Answers from published interviews, word for word.
command-interviews = Who was interviewed
command-interview = Choose one to ask about
command-interview-of-group = Choose the one that this group asks about
command-questions = { $interviews ->
        [1] All questions of the interview
       *[other] All questions, by interview
    }
command-topics = { $interviews ->
        [1] What it is about
       *[other] What they are about
    }
command-about = { $interviews ->
        [1] The interview, and how this bot works
       *[other] The interviews, and how this bot works
    }
command-language = The language that I speak
command-privacy = What is kept about you
command-help = How to ask
command-ask = { $interviews ->
        [1] Look something up in the interview
       *[other] Look something up in the interviews
    }
command-reload = Read the knowledge files again
command-stats = What was asked, and how it went
command-export = The knowledge and the journal, as files
command-unanswered = What readers asked in vain, to teach or settle

## For admins: exact

reloaded = Now serving version { $version }.
unchanged = Nothing has changed. Serving version { $version }.
still-loading =
    Not reloaded: the files are still being loaded, { $done } of { $count } so far. Send /reload again when all are there.
refused =
    Not reloaded: { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }. Still serving version { $version }.
not-taken =
    Not taken, with { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }; what was good before is served on:
more-lines = … and { $count } more.
added = Added
changed = Changed
removed = Removed
metadata-changed = Title, people, source or introduction changed.

## For admins: files and versions

not-while-loading = Not now: the files are still being loaded, { $done } of { $count } so far. Try again when all are there.
file-too-large = { $file } has { $size } MB, and can have { $most } at most. Please send the interview alone.
file-not-fetched = I couldn't get { $file } from Telegram. Nothing has changed; please send it again.
file-refused =
    { $file } can't be published: { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }. Nothing has changed.
same-file = { $file } is what stands there already. There is nothing to publish.
is-new =
    A new interview, with { $count ->
        [one] { $count } question
       *[other] { $count } questions
    }. Once published, it is served with the others.
left-out =
    Left out, as neither question nor answer: { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }
moved = Moved
about-interview = About the interview
facts-changed = About the interview: { $fields }
nothing-differs = Nothing that readers see would change.
change = { $kind ->
        [added] Added: question { $after }
        [removed] Removed: question { $before }
        [moved] Moved: question { $before } becomes question { $after }
       *[changed] { $elsewhere ->
            [yes] Changed and moved: question { $before } becomes question { $after }
           *[no] Changed: question { $after }
        }
    }
arrival-gone = This file no longer waits: it was published or discarded, or newer ones came. Please send it again.
discarded = { $file } is discarded. Nothing has changed.
has-moved = The file has changed meanwhile ({ $version }). Nothing was published; this is what differs from it now.
has-moved-on = The file has changed since then ({ $version }). Nothing was done; look at its versions first.
not-served = { $undone ->
        [yes] Not published: it can't be served. The file is as it was before.
       *[no] This can't be served, and could not be taken back either. Please look at the file.
    }
nothing-done = Nothing was done, for this reason:
done-already = That is done already: it is what { $file } holds now.
now-served = { $file } is at its version { $number } now. Serving version { $edition } of all that is known.
withdrawn = { $file } is gone again, as it was before. Serving version { $edition } of all that is known.
versions-heading = { $count ->
        [one] { $file }: { $count } version
       *[other] { $file }: the last { $count } versions
    }
no-versions = No version of { $file } is kept yet.
damaged-versions = { $count ->
        [one] { $count } damaged version is passed over.
       *[other] { $count } damaged versions are passed over.
    }
version-of = Version { $number } of { $file }
moment = { $day }, { $time } UTC
saved = { $when }, { $who } · { $what }
saved-by-hand = { $when } · { $what }
deed = { $act ->
        [found] As it was found
        [saved] Saved by hand · { $counts }
        [saved-with-problems] Saved by hand, with problems
        [mended] Saved by hand, its problems mended
        [brought-back] Version { $number } brought back
       *[published] { $counts }
    }
wording-moved = { $act ->
        [taken-out] “{ $wording }” taken out of { $exchange }
       *[taught] “{ $wording }” taught to { $exchange }
    }
in-file-now = This is what the file holds now.
asks-back = Bring back version { $number } of { $file }? This is what would change:
whose-versions = Whose versions do you want to see?
how-to-search-versions = To find one, add a name: /versions and then the name.
publish = Publish
discard = Discard
compare = Compare
bring-back = Bring back
send-file = Send as a file
this-version = This version
all-versions = All versions
undo = Undo
command-versions = Versions of the knowledge files

## Statistics and exports, for admins

number-of-readers = { $count ->
        [one] { $count } reader
       *[other] { $count } readers
    }
stats-heading = { $span ->
        [week] The last 7 days
        [month] The last 30 days
       *[all] Since the beginning
    }
stats-none = Nothing was asked.
stats-asked = { $questions } from { $readers }
stats-answered = Answered at once: { $count } ({ NUMBER($share, style: "percent") })
stats-suggested = The closest was offered: { $count } ({ NUMBER($share, style: "percent") })
stats-declined = Not found: { $count } ({ NUMBER($share, style: "percent") })
stats-rightly = Of these, not in the interview, as the desk has settled: { $count }
stats-answered-in-short = Answered at once
stats-suggested-in-short = Closest offered
stats-declined-in-short = Not found
stats-verdicts = Right, as readers say: { $right } of { $judged } ({ NUMBER($share, style: "percent") })
stats-chosen = Suggestions taken: { $count }
stats-times = Median time of a reply: { NUMBER($answering, maximumSignificantDigits: 2) } s, of which { NUMBER($matching, maximumSignificantDigits: 2) } ms to find it
stats-most-asked = Answered most often
stats-choices = Write /stats 7d, /stats 30d or /stats all.
span-week = 7 days
span-month = 30 days
span-all = All
journal-away = I can't get at the journal just now. Please try again in a minute.
journal-exported = The journal. Readers are codes in it, neither names nor accounts.
knowledge-exported = The knowledge that is served.
export-too-large = { $file } would have { $megabytes } MB, and Telegram takes at most { $limit } MB from a bot. Copy it on the server.

## Alarms, for admins: a line each

alarm =
    ⚠️ { $trouble ->
        [conflict] Another bot is polling with the same token: stop one of the two.
        [database] The database can't be used, and the log says why. Answering goes on without it.
        [lost] Entries of the journal are lost; the log says how many.
        [refused] A file that was saved is not served, because of { $place }. What was good before is served on.
        [left-out] A knowledge file is not served as it stands, because of { $place }.
        [gave-way] { $place } was changed on two machines at once. What came first is served; the other is kept: look at /versions, and make that change again.
        [out-of-step] { $place } is not the same on all machines, and the log says why. Each goes on with its own.
       *[failed] Something went wrong ({ $place }). A reader may be without an answer; the log says what it was.
    }
alarm-times = { $count ->
        [one] It was { $count } time.
       *[other] It was { $count } times.
    }
alarm-again = { $count ->
        [one] { $count } time more
       *[other] { $count } times more
    } in the last { $minutes } min.

## For admins: what was not answered

no-texts-kept = There is nothing to show: the texts of questions are not kept (BOT_KEEP_QUESTIONS is 0).
unanswered-gone = This question is no longer on the list: it is settled, or its text is deleted.
nothing-unanswered =
    Nothing is left unanswered of the last { $days ->
        [one] day
       *[other] { $days } days
    }.
unanswered-heading =
    Not answered in the last { $days ->
        [one] day
       *[other] { $days } days
    }, what is alike together: { $alone ->
        [yes] { $first } of { $count }
       *[no] { $first }–{ $last } of { $count }
    }
asked-times =
    { $times ->
        [one] asked once
       *[other] asked { $times } times
    }{ $wordings ->
        [1] { "" }
       *[other] , in { $wordings } wordings
    }
last-asked =
    { $times ->
        [one] Asked once, on { $date }.
       *[other] Asked { $times } times, the last time on { $date }.
    }
was-declined = Told that it was not asked: { $count }
was-not-taken = Offered the closest, none taken: { $count }
was-wrong = Answered, and judged wrong: { $count }
its-wordings = Its wordings. The one marked ▸ is taught; a number chooses another.
belongs-to = Belongs to: { $question }
another-exchange = To another question …
not-in-any-interview = Not in the interview
ignore = Ignore
to-unanswered = ‹ The list
settled =
    { $label ->
        [not-asked] Noted as not in the interview: “{ $question }”
        [taught] Taught: “{ $question }”
       *[ignored] Ignored from now on: “{ $question }”
    }{ $count ->
        [1] { "" }
       *[other] { " " }and its other wordings, { $count } in all
    }. Off the list.
which-exchange =
    Which question does “{ $question }” belong to? A number teaches it. To search, reply to this message with a few words.
found-exchanges = Found for “{ $sought }”. A number teaches; to search again, reply to this message.
no-exchange-found = Nothing found for “{ $sought }”. To search again, reply to this message with other words.
taught = Taught: “{ $wording }” belongs to “{ $question }”
answered-now =
    { $decision ->
        [answer] Asked now, it is answered with:
        [suggest] Asked now, it is still not answered at once. The closest that is offered:
       *[decline] Asked now, it is still not answered.
    }
off-the-list =
    { $of ->
        [1] It is off the list.
       *[other] Off the list: { $count } of { $of } wordings, which are answered so now.
    }
serves-version = Version { $number } of { $file }; serving version { $version } of the knowledge.
taken-back = Taken back. The question is on the list again.
knowledge-moved = The knowledge has moved meanwhile: version { $version } is served now. Nothing was changed; please look again, and choose.
unfit-to-teach = Not taught: “{ $wording }” can't stand in the file: { $detail }.
taught-already =
    { $is_there ->
        [yes] Not taught: “{ $wording }” stands there already, with “{ $question }”.
       *[no] Not taught: “{ $wording }” belongs to another question already: “{ $question }”.
    }
would-steal =
    Not taught: “{ $wording }” would take { $count ->
        [one] a question
       *[other] { $count } questions
    } away from others:
stolen = “{ $text }” is answered with “{ $owner }”, and would lead to “{ $given }”.
not-changed =
    Nothing was changed: { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }.
