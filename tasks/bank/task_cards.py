"""Tasks that freeze and unfreeze cards."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Account, Card
from .situations import accounts_of, booked_since, draw_cents, joint_account, transfer_rows
from .steps import Row, pick
from .wording import SUSPICIONS, THEFTS, TRANSFER_TEXTS, euros
from .world import Bank


@task(kind="parallel")
def sees_to_three_cards(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Two cards are frozen for different reasons, and one from a journey is freed again."""
    stolen, odd, home = rng.sample(list(world.cards.values()), 3)
    home.frozen_as, home.remark = "travelling", "abroad for a month"
    first, second = rng.choice(THEFTS), rng.choice(SUSPICIONS)

    def solution(call: Caller) -> None:
        call.together(
            ("freeze_card", _freezing(stolen.id, "stolen", first)),
            ("freeze_card", _freezing(odd.id, "suspicious", second)),
            ("unfreeze_card", {"bank_card_id": home.id}),
        )

    yield Ask(
        f"Three things about cards. {stolen.id} was stolen and {odd.id} looks suspicious: freeze "
        f"both. The remarks, letter by letter: for {stolen.id}\n{first}\nand for {odd.id}\n"
        f"{second}\nAnd {home.id}, frozen while its bearer was travelling, may pay again.",
        solution=solution,
        paraphrase=f"{home.id} can be used again, the journey is over. But please stop {stolen.id} "
        f"as stolen, remark (exactly this line):\n{first}\nand stop {odd.id} as well, as "
        f"suspicious, remark (exactly this line):\n{second}",
    )

    assert (stolen.frozen_as, stolen.remark) == ("stolen", first)
    assert (odd.frozen_as, odd.remark) == ("suspicious", second)
    assert [home.frozen_as, home.remark] == [None, ""]


def _freezing(card_id: str, reason: str, remark: str = "") -> Row:
    return {"bank_card_id": card_id, "freeze_reason": reason, "freeze_remark": remark}


@task(kind="undo")
def takes_the_alarm_back(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Freeze what a person carries and save some money; then undo both, and no older freeze."""
    bearer = rng.choice(joint_account(world).holder.split(" and "))
    current, savings = _own_accounts(world, bearer)
    old, *fresh = _freeze_one_before(world, rng, bearer)
    was = (old.frozen_as, old.remark)
    cents, text = draw_cents(rng, 200, 900), rng.choice(TRANSFER_TEXTS)
    balances = current.balances["EUR"], savings.balances["EUR"]
    known: dict[str, list[str]] = {}

    def alarm(call: Caller) -> None:
        rows = call("show_accounts", account_holder=bearer)["accounts"]
        known["cards"] = _usable_cards(rows, bearer)
        known["ids"] = [pick(rows, each)["bank_account_id"] for each in (current, savings)]
        freezes = [("freeze_card", _freezing(card_id, "lost")) for card_id in known["cards"]]
        call.together(*freezes, _transfer(known["ids"], cents))

    def all_clear(call: Caller) -> None:
        freed = [("unfreeze_card", {"bank_card_id": card_id}) for card_id in known["cards"]]
        call.together(*freed, _transfer(known["ids"][::-1], cents, text))

    before = set(world.entries)
    yield Ask(
        f"{bearer} has lost a wallet. Freeze every card that {bearer} bears and that is not frozen "
        f"yet, as lost and without a remark, and bring {euros(cents)} from {bearer}'s current "
        "account to safety on the savings account of the same person, without a text.",
        solution=alarm,
        paraphrase=f"The wallet of {bearer} is gone. Please move {euros(cents)} out of the current "
        f"account of {bearer} into {bearer}'s savings account, leaving the text empty, and block "
        f"as lost, with no remark, all cards whose bearer is {bearer}, except any that is "
        "blocked already.",
    )
    assert all((card.frozen_as, card.remark) == ("lost", "") for card in fresh)
    rows = transfer_rows(current, savings, cents)
    assert booked_since(world, before) == sorted(rows)

    yield Ask(
        "False alarm, the wallet was in the car! Take back what you just did: the cards that you "
        "froze work again, and the money returns to where it came from, with this text, letter by "
        f"letter:\n{text}",
        solution=all_clear,
        paraphrase="The wallet has turned up. Undo both things: send the same amount back the way "
        "it came and let exactly those cards pay again that you have stopped. As the text of the "
        f"transfer put, word for word:\n{text}",
    )
    assert all((card.frozen_as, card.remark) == (None, "") for card in fresh)
    assert (old.frozen_as, old.remark) == was
    assert (current.balances["EUR"], savings.balances["EUR"]) == balances
    rows += transfer_rows(savings, current, cents, text)
    assert booked_since(world, before) == sorted(rows)


def _freeze_one_before(world: Bank, rng: Random, bearer: str) -> list[Card]:
    """Let one of a person's cards be frozen already; return it and then the others."""
    cards = [card for card in world.cards.values() if card.bearer == bearer]
    old, *fresh = rng.sample(cards, len(cards))
    old.frozen_as, old.remark = rng.choice(("suspicious", "lost")), "reported last week"
    return [old, *fresh]


def _own_accounts(world: Bank, holder: str) -> list[Account]:
    """Return a person's current and savings account."""
    both = [*accounts_of(world, "current"), *accounts_of(world, "savings")]
    return [account for account in both if account.holder == holder]


def _usable_cards(accounts: list[Row], bearer: str) -> list[str]:
    return [
        card["bank_card_id"]
        for row in accounts
        for card in row["cards"]
        if card["bearer"] == bearer and card["frozen_as"] is None
    ]


def _transfer(ids: list[str], cents: int, text: str = "") -> tuple[str, Row]:
    source, target = ids
    return (
        "transfer_funds",
        {
            "debit_account_id": source,
            "credit_account_id": target,
            "transfer_cents": cents,
            "transfer_text": text,
        },
    )
