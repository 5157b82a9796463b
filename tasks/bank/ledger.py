"""The bank's state, how entries are booked, and the rules that hold for money."""

from datetime import date
from random import Random

from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

from .drawing import draw_books, draw_code
from .records import Account, Card, Currency, Dispute, Entry, Payee, Standing


class Ledger(World):
    """Accounts whose balances are the sums of their entries and never fall below the overdraft."""

    name = "bank"

    def __init__(self, rng: Random) -> None:
        """Draw a household's accounts, payees, cards, standing payments and past entries."""
        super().__init__(rng)
        books = draw_books(rng)
        self.today = books.today
        self.rates = books.rates
        self.accounts = books.accounts
        self.payees = books.payees
        self.cards = books.cards
        self.entries = books.entries
        self.standings = books.standings
        self.disputes: dict[str, Dispute] = {}

    def account(self, account_id: str) -> Account:
        """Look an account up, or refuse."""
        if account_id not in self.accounts:
            raise ToolError(f"There is no account {account_id}.")
        return self.accounts[account_id]

    def payee(self, payee_id: str) -> Payee:
        """Look a payee up, or refuse."""
        if payee_id not in self.payees:
            raise ToolError(f"There is no payee {payee_id}.")
        return self.payees[payee_id]

    def card(self, card_id: str) -> Card:
        """Look a card up, or refuse."""
        if card_id not in self.cards:
            raise ToolError(f"There is no card {card_id}.")
        return self.cards[card_id]

    def entry(self, entry_id: str) -> Entry:
        """Look an entry up, or refuse."""
        if entry_id not in self.entries:
            raise ToolError(f"There is no entry {entry_id}.")
        return self.entries[entry_id]

    def standing(self, standing_id: str) -> Standing:
        """Look a standing payment up, or refuse."""
        if standing_id not in self.standings:
            raise ToolError(f"There is no standing payment {standing_id}.")
        return self.standings[standing_id]

    def book(self, entry: Entry) -> Entry:
        """Write an entry, giving it an id, and change the balance by it."""
        entry.id = draw_code(self.rng, "EN-", self.entries)
        self.entries[entry.id] = entry
        self.accounts[entry.account_id].balances[entry.currency] += entry.amount_cents
        return entry

    def book_pair(self, out: Entry, into: Entry) -> None:
        """Write the two halves of one movement, each linked to the other."""
        self.book(out)
        self.book(into)
        out.linked_id, into.linked_id = into.id, out.id

    def draft(self, account: Account, amount_cents: int, counterparty: str) -> Entry:
        """Make an entry in euros for today that is not booked yet."""
        return Entry("", account.id, "EUR", amount_cents, self.today, "transfer", counterparty)

    def refuse_overdraft(self, account: Account, currency: Currency, cents: int) -> None:
        """Refuse to take more out of a pocket than it gives."""
        balance = account.balances[currency]
        overdraft = account.overdraft_cents if currency == "EUR" else 0
        if cents > balance + overdraft:
            raise ToolError(
                f"Account {account.id} has {balance} cents in {currency} and an overdraft of "
                f"{overdraft}; {cents} cents are {cents - balance - overdraft} too many."
            )

    def paid_today(self, account: Account) -> int:
        """Add up what has gone to payees today."""
        return -sum(
            entry.amount_cents
            for entry in self.entries.values()
            if entry.account_id == account.id
            and entry.kind == "payment"
            and entry.booked_on == self.today
        )

    def history(self, account: Account, since: date | None = None) -> list[Entry]:
        """List an account's entries, the newest first."""
        mine = [entry for entry in self.entries.values() if entry.account_id == account.id]
        kept = [entry for entry in mine if since is None or entry.booked_on >= since]
        return sorted(kept, key=lambda entry: (entry.booked_on, entry.id), reverse=True)
