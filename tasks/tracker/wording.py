"""Names, titles and phrases that the tracker and its tasks are drawn from."""

from .records import Activity

PEOPLE = (
    "Anahit Grigoryan",
    "Bjarni Eiríksson",
    "Chidinma Eze",
    "Duc Anh Phạm",
    "Esperanza Ibáñez",
    "Farrukh Yo'ldoshev",
    "Gwenaëlle Le Goff",
    "Hamid Rostami",
    "Itziar Etxeberria",
    "Jarosław Żak",
    "Keala Kahananui",
    "Lerato Dlamini",
)
COMPONENTS = (
    "sync engine",
    "billing",
    "search",
    "mobile shell",
    "import & export",
    "notifications",
    "sign-in",
    "<canvas> renderer",
)
MILESTONES = ("Maple", "Larch", "Rowan", "Tamarisk", "Yew", "Hornbeam")
LABELS = (
    "regression",
    "needs-repro",
    "good-first-ticket",
    "i18n",
    "perf",
    "a11y",
    "data-loss",
    "docs",
    "flaky-test",
    "security",
)
TITLES = (
    'Pasting “smart quotes” turns them into "?"',
    "Undo after drag & drop drops two items",
    "Crash when a folder is called C:\\temp\\new",
    "Badge shows -1 unread",
    "Names such as O'Neill are cut at the apostrophe",
    "Dark theme: white flash on start",
    "CSV with ; instead of , is read as one column",
    "Export hangs at 99 %",
    "Tooltip covers the <Save> button",
    "Time zone of Kathmandu is off by 15 minutes",
    "Polish letters (ą, ę, ł) missing in PDF",
    "Retry storm after the proxy restarts",
    "Two-finger zoom jumps to the corner",
    'Wrong plural: "1 files"',
    "Session ends after 5 min instead of 5 h",
    "Search for [draft] finds everything",
    "Memory grows with each re-connect",
    "Emoji 👩‍🔧 split into two characters",
    "Printer dialog opens behind the window",
    "Invoice rounding differs by 0.01",
    "Deep link #/a/b?c=d&e=f is truncated",
    "Right-to-left text is left-aligned",
    "Keyboard focus lost after Esc",
    "Migration 0042 runs twice",
    "Thumbnail of a 0-byte image spins forever",
    "Password field accepts a trailing space",
    "Calendar widget starts the week on Sunday in Lisbon",
    "Offline banner stays after the network is back",
    "Log line leaks the API {token}",
    "Autosave overwrites a newer version",
    "Slow first paint on the tablet",
    "Duplicate mail when the queue is drained",
    "Sorting by size compares text, not numbers",
    "Drag handle invisible in high contrast",
    "Unicode path “Größe/été” not found on Windows",
    "Clipboard keeps the old <b>bold</b> markup",
)
DESCRIPTIONS = (
    "Seen twice on the staging server.",
    "Reported by the support desk; happens on every start.",
    "Only with the new build. Steps are in the recording.",
    "A customer is waiting for this.",
    "Hard to reproduce: about one try in twenty.",
    "",
)
COMMENTS = (
    'We could reproduce it: press Ctrl+Z, then "Redo" — the second item is gone.',
    "It's fixed in build 7.4.1-rc2; please don't use 7.4.0 <any flavour>.",
    "Path was C:\\Users\\Zoë\\temp & the log says {code: 17}.",
    "Sorry for the wait… we've found the cause (a missing ';' in the export).",
    "Can you send us the file [report_final(2).csv]? 10 MB is fine.",
    "Ne fonctionne pas à l'écran partagé : « clé absente », merci d'attendre.",
)
SUMMARIES: dict[Activity, tuple[str, ...]] = {
    "coding": (
        "paired with Søren on the parser's edge cases",
        'rewrote the "retry" code & split parse(line, *rest)',
    ),
    "reviewing": (
        'read the "retry" code & its tests',
        "walked through the diff (142 lines), 3 questions",
    ),
    "testing": (
        "wrote a failing test for the 0-byte case — it's <red>",
        "cleaned up C:\\build\\tmp, re-ran all suites",
    ),
    "debugging": (
        "bisected to build <7311>; it's the cache",
        'found the "lost" update in C:\\sync\\queue & a fix',
    ),
}
FOLLOW_UPS = (
    'Write the post-mortem "who, what, when"',
    "Add a metric for <slow> answers",
    "Tell customers & partners what has changed",
    "Remove the work-around in parse(line, *rest)",
    "Document the new rule for C:\\ paths",
)


def in_points(points: int) -> str:
    """Write an estimate for an ask."""
    return "1 point" if points == 1 else f"{points} points"
