"""The tasks of the profile ``ladder``: short ones of every suite, in four kinds.

Under ``lean+terse``, a conversation that solves one of them has at most 2,400 tokens of the
bundled model, of which the model writes at most 410.
"""

_TRAINED_SINGLE = (
    "bank/task_disputes.py::disputes_part_of_a_purchase",
    "calendar/task_create.py::files_an_event",
    "calendar/task_reminders.py::adds_two_reminders",
    "file_system/task_sharing.py::shares_a_file_with_three_people",
    "music/task_rating.py::rates_a_track",
    "smart_home/task_routines.py::creates_a_routine_by_the_sun",
    "warehouse/task_deliveries.py::receives_a_delivery",
)
_TRAINED_MISSING_PARAMETER = (
    "file_system/task_naming.py::renames_a_file_as_agreed",
    "music/task_rating.py::rates_the_last_track_of_an_album",
)
_TRAINED_PARALLEL = (
    "calendar/task_cancel.py::cancels_three_events",
    "file_system/task_writing.py::creates_three_notes",
    "warehouse/task_catalogue.py::changes_two_prices_and_moves_stock",
)
_TRAINED_SEVERAL_ASKS = ("file_system/task_tidying.py::compares_three_files_then_trashes_one",)

_HELD_OUT_SINGLE = (
    "airline/task_baggage.py::registers_two_bags",
    "energy_grid/task_curtailment.py::curtails_a_consumer",
    "hospital_rota/task_leave.py::grants_leave_with_a_note",
    "lab_samples/task_moves.py::moves_a_sample",
    "library/task_fines.py::charges_a_fine_for_a_copy",
    "tracker/task_work.py::replies_to_a_customer",
)
_HELD_OUT_MISSING_PARAMETER = (
    "energy_grid/task_bids.py::submits_a_bid",
    "hospital_rota/task_leave.py::grants_annual_leave",
    "lab_samples/task_requests.py::requests_an_assay_with_a_report",
    "library/task_fines.py::charges_for_damage_to_a_loan",
)
_HELD_OUT_PARALLEL = (
    "energy_grid/task_bids.py::submits_two_bids",
    "lab_samples/task_requests.py::requests_three_assays",
)
_HELD_OUT_SEVERAL_ASKS = ("lab_samples/task_status.py::lists_then_discards_expiring_samples",)

LADDER_TASKS = (
    *_TRAINED_SINGLE,
    *_TRAINED_MISSING_PARAMETER,
    *_TRAINED_PARALLEL,
    *_TRAINED_SEVERAL_ASKS,
    *_HELD_OUT_SINGLE,
    *_HELD_OUT_MISSING_PARAMETER,
    *_HELD_OUT_PARALLEL,
    *_HELD_OUT_SEVERAL_ASKS,
)
"""Thirteen tasks of suites that may be trained on, and thirteen of held-out ones."""
