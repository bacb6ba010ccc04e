"""What Slack does, row by row. `docs/platforms.md` is made from it."""

from bot.chat.repertoire import Repertoire, asked, no, yes

REPERTOIRE = Repertoire(
    command=yes("`/cop …`, also in channels that the bot isn't in"),
    command_in_thread=no("Slack takes no commands there: mention the bot, or use the message's menu"),
    direct=yes("in the app's Messages tab"),
    message_menu=yes("shortcuts: Ask the community, Save to the library, Add to next meeting"),
    global_shortcut=yes("the shortcut Ask, behind + and in search"),
    search_box=no("`/cop find …` shows it to you alone; a link puts it into a message"),
    home=yes("the Home tab; made when opened, and again when something on it changes"),
    forms=yes("modals; one that Slack was too slow to open waits behind a private button"),
    field_errors=yes(),
    private_replies=yes("until the page is loaded again, so nothing stands only there"),
    hears_threads=asked(
        "with the history scopes (`--thread-replies`); without, the Reply button, or a mention of the bot in the thread"
    ),
    edits_heard=asked("as above"),
    overhears=yes("not even sent to us by default; with the history scopes Slack sends it, and it is dropped unread"),
    live_cards=yes("private answers for half an hour"),
    deletes=yes(),
    find_posted=asked(
        "with the history scopes, and always in direct messages; without, what people wait for is sent again"
    ),
    own_times=yes(),
    mentions_notify=no("names stand as plain words; whom something waits for gets a direct message"),
    knows_email=asked("with the e-mail scope (`--link-by-email`); without, a code typed on the other side"),
    counts_people=yes(),
    private_channels=yes(
        "once the bot is invited; people of other organisations in a Slack Connect channel are guests there"
    ),
    many_tenants=asked("with `COP_SLACK_CLIENT_ID`: an install page, and a token for each workspace"),
    no_address=asked("with `COP_SLACK_APP_TOKEN`: Socket Mode. Calendars and exports still need one"),
)
