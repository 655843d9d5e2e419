"""Conversations as one reads them, replayed against the bot. Each .txt file is a conversation; its lines are:

    # words                           a remark; the first one is the title
    at 2022-10-20 09:00 WITA          the clock, at the beginning of a file or later (also WIB, WIT)
    at 10:30                          the same day, at another hour
    days off: minggu, 2022-11-08      days of the fieldwork on which nobody works, as in CATAT_DAYS_OFF
    reports checked: sample 20%       which reports leaders check, as in CATAT_REVIEW (all else)
    nobody has joined                 take the officers' chats away (else all five officers have joined)
    invite PPL-0001 welcome           the office makes an invitation with this code
    move household 3 to PPL-0002      the office gives a household to somebody else
    enumerator PPL-0004 Joko under PML-001  somebody new in a team, with an empty list
    phone PML-001 0811223344          an officer's phone number, as the office imported it
    office BPS Balikpapan, 0542-1234  how the office is reached (CATAT_CONTACT; not told else)
    Ani speaks English                the language of Ani's chat (Indonesian else)

    Ani: /lapor 3                     Ani writes;  \\n is a new line
    Ani at 08:15: /lapor 3            Ani wrote at 08:15, without a signal; it arrives now
    Ani presses [Menolak]             a button of the latest message with buttons; its beginning is enough
    Ani presses the old button [X]    a button of an earlier message, or one that stood there before an edit
    place household 3 at -1.24 116.88 the prelist says where a household stands
    Ani sends a photo                 also: contact, location, sticker, voice, picture file, file
    Ani sends a photo: words          with words under it; `Ani at 08:15 sends a photo`: sent then, it arrives now
    Ani sends the place -1.24 116.88  a location
    Ani sends 5000 characters
    Ani blocks the bot, Ani unblocks the bot
    update again                      the last update is delivered four more times
    clock 18:00                       the clock moves there and the jobs that are due run

    bot: words                        what the bot answers to whoever spoke last;
         more words                      the message goes on in indented lines
         [a button] [another]            its buttons, a row a line, without the row of back and cancel
         menu: one · two                 the keyboard below, left out when it does not matter
    bot edits: words                  the same, in place of the message whose button was pressed
    bot to Budi: words                what the bot says to somebody else
    household 3: refused, ...         what the database holds

A message is compared as plain text, without its empty lines. `...` stands for anything in a line; on a line of its
own it stands for any lines or any buttons. Every message of the bot must be told, so an update without any `bot`
line must be without any answer.

    python -m tests.conversations FILE...           print what is really said
    python -m tests.conversations --write FILE...   write it into the file; read the difference before you keep it
"""
