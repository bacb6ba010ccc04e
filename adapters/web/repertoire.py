"""What the local workspace does on either of the sides it draws, row by row. `docs/platforms.md` is made from it."""

from bot.chat.repertoire import Repertoire, no, yes

REPERTOIRE = Repertoire(
    command=yes("`/cop …` on both sides"),
    command_in_thread=yes(),
    direct=yes(),
    message_menu=yes("on each person's message"),
    global_shortcut=no("`/cop` buttons over the box in which one writes"),
    search_box=no("`/cop find …`"),
    home=no("`home` in the direct conversation"),
    forms=yes(),
    field_errors=yes(),
    private_replies=yes("they stay"),
    hears_threads=yes(),
    edits_heard=yes(),
    overhears=yes("kept in the workspace's own file, never in the bot's"),
    live_cards=yes(),
    deletes=yes(),
    find_posted=yes(),
    own_times=no("in the community's zone; yours on resting on a time"),
    mentions_notify=no("as in Slack"),
    knows_email=no("a code typed on the other side"),
    counts_people=yes(),
    private_channels=no("one open channel on each side"),
    many_tenants=no("one demo community"),
    no_address=yes("only this machine reaches it"),
)
