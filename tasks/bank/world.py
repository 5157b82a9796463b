"""A household's bank: accounts, payees, cards, standing payments, disputes and pockets."""

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .drawing import draw_code
from .money import Money
from .records import Cents, Dispute, DueRule, Entry, FreezeReason, Ground, PaymentLine, Standing
from .views import show_card, show_dispute, show_standing

NOTICE_DAYS = 3
"""A standing payment must be set up this many days before it is first due."""
CUT_OFF_DAYS = 2
"""Less than this many days before it is due, a standing payment can't be revoked."""
DISPUTE_DAYS = 60


class Bank(Money):
    """The whole bank."""

    @tool
    def freeze_card(
        self,
        bank_card_id: str,
        freeze_reason: FreezeReason,
        freeze_remark: Annotated[str, Field(max_length=140)] = "",
    ) -> dict[str, Any]:
        """Stop a card from paying.

        Args:
            bank_card_id: Id of the card.
            freeze_reason: Why it is stopped.
            freeze_remark: What the bank should know about it.
        """
        card = self.card(bank_card_id)
        if card.frozen_as is not None:
            raise ToolError(f"Card {card.id} is frozen already, as {card.frozen_as}.")
        card.frozen_as, card.remark = freeze_reason, freeze_remark
        return show_card(card)

    @tool
    def unfreeze_card(self, bank_card_id: str) -> dict[str, Any]:
        """Let a frozen card pay again; its remark is cleared.

        Args:
            bank_card_id: Id of the card.
        """
        card = self.card(bank_card_id)
        if card.frozen_as is None:
            raise ToolError(f"Card {card.id} is not frozen.")
        if card.frozen_as == "stolen":
            raise ToolError(f"Card {card.id} was frozen as stolen and stays frozen for good.")
        card.frozen_as, card.remark = None, ""
        return show_card(card)

    @tool
    def dispute_entry(
        self,
        disputed_entry_id: str,
        dispute_ground: Ground,
        account_of_events: Annotated[str, Field(min_length=1, max_length=500)],
        disputed_cents: Cents | None = None,
    ) -> dict[str, Any]:
        """Object to a card purchase.

        Args:
            disputed_entry_id: Id of the entry.
            dispute_ground: What is wrong with it.
            account_of_events: What happened, in the customer's own words.
            disputed_cents: How much of it is disputed, in cents; the whole when left out.
        """
        entry = self.entry(disputed_entry_id)
        self._refuse_dispute(entry)
        most = -entry.amount_cents
        cents = most if disputed_cents is None else disputed_cents
        if cents > most:
            raise ToolError(f"Entry {entry.id} is of {most} cents; {cents} cannot be disputed.")
        dispute_id = draw_code(self.rng, "DP-", self.disputes)
        dispute = Dispute(dispute_id, entry.id, dispute_ground, cents, account_of_events)
        self.disputes[dispute_id] = dispute
        return show_dispute(dispute)

    @tool
    def schedule_payment(
        self, paying_account_id: str, repeated_payment: PaymentLine, due_rule: DueRule
    ) -> dict[str, Any]:
        """Set up a standing payment.

        Args:
            paying_account_id: Id of the account; no savings account.
            repeated_payment: Whom to pay, how much, and with which text.
            due_rule: When; the first day is from Monday to Friday and at least 3 days ahead.
        """
        account = self.account(paying_account_id)
        self.refuse_savings(account)
        payee = self.payee(repeated_payment.payee_id)
        self._refuse_due_rule(due_rule)
        standing = Standing(
            id=draw_code(self.rng, "SP-", self.standings),
            account_id=account.id,
            payee_id=payee.id,
            amount_cents=repeated_payment.payment_cents,
            text=repeated_payment.payment_text,
            next_due_on=due_rule.first_due_on,
            rhythm=due_rule.due_rhythm,
            last_due_on=due_rule.last_due_on,
        )
        self.standings[standing.id] = standing
        return show_standing(self, standing)

    @tool
    def revoke_standing_payment(self, standing_payment_id: str) -> dict[str, Any]:
        """End a standing payment for good.

        Args:
            standing_payment_id: Id of the standing payment.
        """
        standing = self.standing(standing_payment_id)
        if standing.revoked:
            raise ToolError(f"Standing payment {standing.id} has been revoked already.")
        if standing.next_due_on - self.today < timedelta(days=CUT_OFF_DAYS):
            raise ToolError(
                f"Standing payment {standing.id} is due on {standing.next_due_on}, which is past "
                f"the cut-off of {CUT_OFF_DAYS} days (today is {self.today})."
            )
        standing.revoked = True
        return show_standing(self, standing)

    def _refuse_dispute(self, entry: Entry) -> None:
        if entry.kind != "card" or entry.amount_cents >= 0:
            raise ToolError(f"Entry {entry.id} is of kind {entry.kind}, not a card purchase.")
        if self.today - entry.booked_on > timedelta(days=DISPUTE_DAYS):
            raise ToolError(
                f"Entry {entry.id} was booked on {entry.booked_on}; purchases can be disputed for "
                f"{DISPUTE_DAYS} days (today is {self.today})."
            )
        for dispute in self.disputes.values():
            if dispute.entry_id == entry.id:
                raise ToolError(f"Entry {entry.id} is disputed already, as {dispute.id}.")

    def _refuse_due_rule(self, rule: DueRule) -> None:
        first, earliest = rule.first_due_on, self.today + timedelta(days=NOTICE_DAYS)
        if first < earliest:
            raise ToolError(
                f"{first} is past the cut-off; the first possible day is {next_weekday(earliest)}."
            )
        if first.isoweekday() > 5:
            raise ToolError(
                f"{first} is a {first:%A}; the next day on which payments run is "
                f"{next_weekday(first)}."
            )
        if rule.last_due_on is not None and rule.last_due_on < first:
            raise ToolError(f"The last day, {rule.last_due_on}, comes before the first, {first}.")


def next_weekday(day: date) -> date:
    """Return the day itself, or the Monday after it when it is a Saturday or Sunday."""
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


SUITE = SuiteInfo(world=Bank, split="train", version=1)
