"""The tools that only look."""

from collections.abc import Sequence
from typing import Any, TypeVar

from toolbench_ood.world.tool import ToolError, tool

from .floor import Floor
from .records import BinCode, Category, Order, Product, Stage
from .views import (
    show_bin,
    show_delivery,
    show_order,
    show_parcel,
    show_product,
    show_supplier,
    show_variant_stock,
    summarise_order,
)

PAGE = 4
"""Products or orders on one page."""

Listed = TypeVar("Listed", Product, Order)


class Lookups(Floor):
    """What can be read in the warehouse."""

    @tool
    def browse_catalogue(
        self,
        catalogue_category: Category | None = None,
        product_words: str | None = None,
        catalogue_mark: str | None = None,
    ) -> dict[str, Any]:
        """Show a page of products with their variants, ordered by product name.

        Args:
            catalogue_category: Only products of this category.
            product_words: Only products with this text in their name, in any case.
            catalogue_mark: Where to go on, as the page before said; the first page without it.
        """
        wanted = (product_words or "").casefold()
        products = [
            product
            for product in sorted(self.products.values(), key=lambda product: product.name)
            if catalogue_category in (None, product.category) and wanted in product.name.casefold()
        ]
        page, mark = _page(products, catalogue_mark)
        return {"products": [show_product(self, each) for each in page], "next_mark": mark}

    @tool
    def browse_orders(
        self, order_stage: Stage | None = None, orders_mark: str | None = None
    ) -> dict[str, Any]:
        """Show a page of orders, the oldest first.

        Args:
            order_stage: Only orders in this stage.
            orders_mark: Where to go on, as the page before said; the first page without it.
        """
        orders = sorted(self.orders.values(), key=lambda order: (order.placed_on, order.id))
        listed = [order for order in orders if order_stage in (None, order.stage)]
        page, mark = _page(listed, orders_mark)
        return {"orders": [summarise_order(each) for each in page], "next_mark": mark}

    @tool
    def inspect_stock(
        self, stocked_sku: str | None = None, stocked_bin: BinCode | None = None
    ) -> dict[str, Any]:
        """Show where a variant lies, or what lies in a bin; give one of the two.

        Args:
            stocked_sku: SKU of the variant.
            stocked_bin: Code of the bin.
        """
        if (stocked_sku is None) == (stocked_bin is None):
            raise ToolError("Give either a variant or a bin.")
        if stocked_sku is not None:
            return show_variant_stock(self, self.variant(stocked_sku))
        return show_bin(self, self.bin(str(stocked_bin)))

    @tool
    def inspect_papers(self, paper_code: str) -> dict[str, Any]:
        """Show everything about one order, parcel, delivery or supplier.

        Args:
            paper_code: Code of what is to be shown.
        """
        if paper_code in self.orders:
            return show_order(self, self.orders[paper_code])
        if paper_code in self.parcels:
            return show_parcel(self.parcels[paper_code])
        if paper_code in self.deliveries:
            return show_delivery(self, self.deliveries[paper_code])
        if paper_code in self.suppliers:
            return show_supplier(self, self.suppliers[paper_code])
        raise ToolError(f"There is no order, parcel, delivery or supplier {paper_code}.")


def _page(listed: Sequence[Listed], mark: str | None) -> tuple[Sequence[Listed], str | None]:
    """Return the page that a mark stands for and the mark of the page after it, if any."""
    places = {f"next:{each.id}": place for place, each in enumerate(listed)}
    if mark is not None and mark not in places:
        raise ToolError(f"The mark {mark} is none of this list's.")
    begin = 0 if mark is None else places[mark]
    after = listed[begin + PAGE : begin + PAGE + 1]
    return listed[begin : begin + PAGE], f"next:{after[0].id}" if after else None
