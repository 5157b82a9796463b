"""Tasks that freeze and unfreeze cards."""

from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, money

from .records import Account, Card
from .rules import Ledger
from .situations import accounts_of, booked_since, draw_cents, joint_account, transferred
from .solutions import Request, Row, pick, transfer
from .wording import SUSPICIONS, THEFTS, TRANSFER_REFERENCES, card_name
from .world import Bank


@task(kind="parallel")
def freezes_two_cards_and_unfreezes_one(world: Bank, rng: Random) -> Turns:
    """Two cards are frozen for different reasons, and one is unfrozen, all found by last digits."""
    stolen, odd, home = rng.sample(list(world.ledger.cards.values()), 3)
    home.freeze_reason, home.note = "travelling", "abroad for a month"
    first, second = rng.choice(THEFTS), rng.choice(SUSPICIONS)

    def solution(call: Caller) -> None:
        ids = {
            card["last4"]: str(card["id"])
            for account in call("list_accounts")["accounts"]
            for card in account["cards"]
        }
        call.together(
            _freeze(ids[stolen.last4], "stolen", first),
            _freeze(ids[odd.last4], "suspicious", second),
            ("unfreeze_card", {"card_id": ids[home.last4]}),
        )

    yield Ask(
        f"I need three things done. {card_name(stolen)} was stolen and {card_name(odd)} shows "
        f"suspicious activity, so freeze both. {card_name(home)} was frozen for a trip; please "
        f"unfreeze it.\n{exact_text(first, 'this note for the stolen card')}\n"
        f"{exact_text(second, 'this note for the suspicious one')}",
        solution=solution,
        paraphrase=f"Unfreeze {card_name(home)}: the trip is over. Then freeze {card_name(stolen)} "
        f"as stolen, with this exact note:\n{first}\nAlso freeze {card_name(odd)} as suspicious, "
        f"with this exact note:\n{second}",
    )

    assert (stolen.freeze_reason, stolen.note) == ("stolen", first)
    assert (odd.freeze_reason, odd.note) == ("suspicious", second)
    assert [home.freeze_reason, home.note] == [None, ""]


def _freeze(card_id: str, reason: str, note: str = "") -> Request:
    return "freeze_card", {"card_id": card_id, "reason": reason, "note": note}


@task(kind="undo")
def freezes_lost_cards_then_unfreezes_them(world: Bank, rng: Random) -> Turns:
    """Freeze a person's cards and move money to safety; then undo both, but no earlier freeze."""
    ledger = world.ledger
    holder = rng.choice(joint_account(ledger).owner.split(" and "))
    current, savings = _own_accounts(ledger, holder)
    old, *fresh = _freeze_one_before(ledger, rng, holder)
    was = (old.freeze_reason, old.note)
    cents, reference = draw_cents(rng, 200, 900), rng.choice(TRANSFER_REFERENCES)
    balances = current.balances["EUR"], savings.balances["EUR"]
    known: dict[str, list[str]] = {}

    def freeze(call: Caller) -> None:
        rows = call("list_accounts", owner=holder)["accounts"]
        known["cards"] = _usable_cards(rows, holder)
        known["ids"] = [pick(rows, each)["id"] for each in (current, savings)]
        frozen = (_freeze(card_id, "lost") for card_id in known["cards"])
        source, target = known["ids"]
        call.together(*frozen, transfer(source, target, cents))

    def undo(call: Caller) -> None:
        freed = [("unfreeze_card", {"card_id": card_id}) for card_id in known["cards"]]
        source, target = known["ids"]
        call.together(*freed, transfer(target, source, cents, reference))

    before = set(ledger.transactions)
    yield Ask(
        f"{holder} has lost a wallet. Freeze all of {holder}'s cards that aren't frozen yet as "
        f"lost, without a note, and move {money(cents)} from {holder}'s current account to "
        f"{holder}'s savings account, without a reference.",
        solution=freeze,
        paraphrase=f"{holder}'s wallet is gone. Please transfer {money(cents)} out of {holder}'s "
        f"current account into {holder}'s savings account, leaving the reference empty, and freeze "
        f"every card held by {holder} as lost, with no note, except any that are already frozen.",
    )
    assert all((card.freeze_reason, card.note) == ("lost", "") for card in fresh)
    rows = transferred(current, savings, cents)
    assert booked_since(ledger, before) == sorted(rows)

    yield Ask(
        "False alarm, the wallet was in the car! Please undo what you just did: unfreeze the cards "
        "that you froze and transfer the money back to where it came from. "
        + exact_text(reference, "this reference"),
        solution=undo,
        paraphrase="The wallet has turned up. Reverse both steps: unfreeze exactly the cards that "
        "you just froze, and send the same amount back the way it came. The reference of the "
        f"transfer must be exactly:\n{reference}",
    )
    assert all((card.freeze_reason, card.note) == (None, "") for card in fresh)
    assert (old.freeze_reason, old.note) == was
    assert (current.balances["EUR"], savings.balances["EUR"]) == balances
    rows += transferred(savings, current, cents, reference)
    assert booked_since(ledger, before) == sorted(rows)


def _freeze_one_before(ledger: Ledger, rng: Random, holder: str) -> list[Card]:
    """Let one of a person's cards be frozen already; return it and then the others."""
    cards = [card for card in ledger.cards.values() if card.holder == holder]
    old, *fresh = rng.sample(cards, len(cards))
    old.freeze_reason, old.note = rng.choice(("suspicious", "lost")), "reported last week"
    return [old, *fresh]


def _own_accounts(ledger: Ledger, owner: str) -> list[Account]:
    """Return a person's current and savings account."""
    both = [*accounts_of(ledger, "current"), *accounts_of(ledger, "savings")]
    return [account for account in both if account.owner == owner]


def _usable_cards(accounts: list[Row], holder: str) -> list[str]:
    cards = [card for account in accounts for card in account["cards"]]
    return [
        card["id"] for card in cards if card["holder"] == holder and card["freeze_reason"] is None
    ]
