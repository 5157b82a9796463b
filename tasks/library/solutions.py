"""Steps that the solutions of several tasks have in common."""

from typing import Any

from toolbench_ood import Caller, Json

from .records import Book, Patron

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def books_like(book: Book) -> Request:
    """Search for a book by its title."""
    return "search_catalog", {"title": book.title}


def patrons_like(patron: Patron) -> Request:
    """Search for a patron by name."""
    return "search_patrons", {"name": patron.name}


def show_patrons(patron_ids: list[str]) -> list[Request]:
    """Open several patrons' files."""
    return [("get_patron", {"patron_id": id_}) for id_ in patron_ids]


def id_of(found: Json, book: Book) -> str:
    """Return the id of the book with exactly this title from a page of the catalog."""
    return str(next(row["id"] for row in found["books"] if row["title"] == book.title))


def find_both(call: Caller, book: Book, patron: Patron) -> tuple[str, str]:
    """Look up the ids of a book and a patron in one message."""
    found, people = call.together(books_like(book), patrons_like(patron))
    return id_of(found, book), str(people[0]["id"])


def open_book(call: Caller, book: Book) -> Json:
    """Look a book up by its title, and open it."""
    (found,) = call.together(books_like(book))
    return call("get_book", book_id=id_of(found, book))


def open_patron(call: Caller, patron: Patron) -> Json:
    """Look a patron up by name, and open the file."""
    (people,) = call.together(patrons_like(patron))
    return call("get_patron", patron_id=people[0]["id"])


def on_shelf(shown: Json, branch: str) -> list[str]:
    """Return the ids of a book's lending copies on a branch's shelf."""
    return [
        str(copy["id"])
        for copy in shown["copies"]
        if (copy["branch"], copy["status"], copy["type"]) == (branch, "on_shelf", "lending")
    ]


def in_full(fine: Json) -> Json:
    """Return the payment of all that is outstanding of a fine."""
    return {"fine_id": fine["id"], "amount_cents": fine["outstanding_cents"]}
