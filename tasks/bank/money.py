"""The tools that move money."""

from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .lookups import Lookups
from .records import Account, Cents, Conversion, Currency, Entry, PaymentLine


class Money(Lookups):
    """Transfers, payments and conversions."""

    @tool
    def transfer_funds(
        self,
        debit_account_id: str,
        credit_account_id: str,
        transfer_cents: Cents,
        transfer_text: Annotated[str, Field(max_length=140)] = "",
    ) -> dict[str, Any]:
        """Move euros from one of the accounts to another at once.

        Args:
            debit_account_id: Id of the account that the money leaves.
            credit_account_id: Id of the account that the money reaches.
            transfer_cents: Amount in euro cents.
            transfer_text: Text on both statements.
        """
        source, target = self.account(debit_account_id), self.account(credit_account_id)
        if source is target:
            raise ToolError(f"Account {source.id} cannot transfer to itself.")
        self.refuse_overdraft(source, "EUR", transfer_cents)
        out = self.draft(source, -transfer_cents, target.holder)
        into = self.draft(target, transfer_cents, source.holder)
        out.text = into.text = transfer_text
        self.book_pair(out, into)
        return {"entry_id": out.id, "balance_cents": source.balances["EUR"]}

    @tool
    def pay_payees(
        self,
        paying_account_id: str,
        payment_lines: Annotated[list[PaymentLine], Field(min_length=1, max_length=10)],
    ) -> dict[str, Any]:
        """Pay one or more payees from an account at once; all of them are paid, or none.

        Args:
            paying_account_id: Id of the account; no savings account.
            payment_lines: The payments.
        """
        account = self.account(paying_account_id)
        self.refuse_savings(account)
        payees = [self.payee(line.payee_id) for line in payment_lines]
        total = sum(line.payment_cents for line in payment_lines)
        self._refuse_limit(account, total)
        self.refuse_overdraft(account, "EUR", total)
        booked = []
        for payee, line in zip(payees, payment_lines, strict=True):
            entry = self.draft(account, -line.payment_cents, payee.name)
            entry.kind, entry.payee_id, entry.text = "payment", payee.id, line.payment_text
            booked.append(self.book(entry).id)
        return {"entry_ids": booked, "balance_cents": account.balances["EUR"]}

    @tool
    def convert_money(self, pocket_account_id: str, conversion: Conversion) -> dict[str, Any]:
        """Exchange money between euros and another currency within one account.

        The amount that is not given follows from the rate and is rounded down to the cent.

        Args:
            pocket_account_id: Id of the account whose pockets are meant.
            conversion: What is exchanged for what; one side is euros.
        """
        account = self.account(pocket_account_id)
        sides = (conversion.sold_currency, conversion.bought_currency)
        for currency in sides:
            self._refuse_pocket(account, currency)
        if sides.count("EUR") != 1:
            raise ToolError(
                f"{sides[0]} cannot be exchanged for {sides[1]}: exactly one side must be EUR."
            )
        sold, bought = self._amounts(conversion)
        if not sold or not bought:
            raise ToolError(f"{conversion.fixed_cents} cents are too few to be exchanged.")
        self.refuse_overdraft(account, sides[0], sold)
        out = Entry("", account.id, sides[0], -sold, self.today, "conversion", sides[1])
        into = Entry("", account.id, sides[1], bought, self.today, "conversion", sides[0])
        self.book_pair(out, into)
        return {"sold_cents": sold, "bought_cents": bought, "entry_ids": [out.id, into.id]}

    def refuse_savings(self, account: Account) -> None:
        """Refuse that money leaves the bank from a savings account."""
        if account.kind == "savings":
            raise ToolError(
                f"Account {account.id} is a savings account; it can only transfer to the "
                "household's other accounts."
            )

    def _refuse_limit(self, account: Account, cents: int) -> None:
        left = account.daily_limit_cents - self.paid_today(account)
        if cents > left:
            raise ToolError(
                f"{cents} cents exceed the daily limit: account {account.id} may pay {left} cents "
                "more today."
            )

    def _refuse_pocket(self, account: Account, currency: Currency) -> None:
        if currency not in account.balances:
            raise ToolError(
                f"Account {account.id} has no {currency} pocket; it has "
                f"{', '.join(account.balances)}."
            )

    def _amounts(self, conversion: Conversion) -> tuple[int, int]:
        """Return what is sold and bought, in cents; what is not fixed is rounded down."""
        sells_euros = conversion.sold_currency == "EUR"
        foreign = conversion.bought_currency if sells_euros else conversion.sold_currency
        rate, fixed = self.rates[foreign], conversion.fixed_cents
        fixed_euros = sells_euros == (conversion.fixed_side == "sold")
        other = fixed * 10_000 // rate if fixed_euros else fixed * rate // 10_000
        return (fixed, other) if conversion.fixed_side == "sold" else (other, fixed)
