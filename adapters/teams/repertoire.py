"""What Teams does, row by row. `docs/platforms.md` is made from it."""

from bot.chat.repertoire import Repertoire, asked, no, yes

REPERTOIRE = Repertoire(
    command=no(
        "`@CoP …`, which everybody reads; its words are suggested while typing. In the direct conversation nobody else reads it"
    ),
    command_in_thread=yes("the same mention"),
    direct=yes("the app's Chat tab"),
    message_menu=yes("under More actions: Ask the community, Save to the library, Add to next meeting"),
    global_shortcut=no("the app stands beside the box in which one writes; or write to the bot directly"),
    search_box=yes("the message extension: the library and past questions, put into the message as a card"),
    home=no("`home`, or any hello, in the direct conversation shows the same lines"),
    forms=yes("dialogs, from a button; a small one that was typed for stands in the conversation"),
    field_errors=yes(),
    private_replies=no("the answer comes in the direct conversation"),
    hears_threads=asked(
        "where a team's owner consented (`--thread-replies`); without, the Reply button, or a reply that mentions the bot"
    ),
    edits_heard=asked("as above; without, for replies that mentioned the bot"),
    overhears=yes("not even sent to us by default; with the consent Teams sends it, and it is dropped unread"),
    live_cards=yes("at most every half minute, because screen readers read it again"),
    deletes=yes(),
    find_posted=no(
        "what people wait for is sent again, and may stand twice; a mere nudge is not. The ledger says which"
    ),
    own_times=no("written out in the community's zone, which is named"),
    mentions_notify=yes("only where something waits for that person"),
    knows_email=yes("from the conversation with the bot"),
    counts_people=yes("the team's; a private channel's may be fewer"),
    private_channels=yes("once the app is added there"),
    many_tenants=asked("with `COP_TEAMS_TENANT=any`; by default one tenant"),
    no_address=no("the Bot Framework calls the bot over https"),
)
