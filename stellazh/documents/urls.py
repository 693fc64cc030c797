"""Documents, their versions, who has read them."""

from django.urls import path

from stellazh.documents.views import (
    acquaintance_asking,
    acquaintance_keeping,
    acquaintance_reading,
    acquaintance_sheets,
)

app_name = "documents"
urlpatterns = [
    # Sheets of acquaintance
    path("documents/<int:document_id>/ask/", acquaintance_asking.sheet_ask, name="sheet_ask"),
    path("documents/sheets/", acquaintance_sheets.sheet_list, name="sheet_list"),
    path("documents/sheets/<int:sheet_id>/", acquaintance_sheets.sheet_detail, name="sheet_detail"),
    path("documents/sheets/<int:sheet_id>/paper/", acquaintance_sheets.sheet_paper, name="sheet_paper"),
    path("documents/sheets/<int:sheet_id>/table/", acquaintance_sheets.sheet_table, name="sheet_table"),
    path("documents/sheets/<int:sheet_id>/again/", acquaintance_asking.sheet_again, name="sheet_again"),
    path("documents/sheets/<int:sheet_id>/remind/", acquaintance_keeping.sheet_remind, name="sheet_remind"),
    path("documents/sheets/<int:sheet_id>/change/", acquaintance_keeping.sheet_change, name="sheet_change"),
    path("documents/sheets/<int:sheet_id>/close/", acquaintance_keeping.sheet_close, name="sheet_close"),
    path("documents/sheets/<int:sheet_id>/reopen/", acquaintance_keeping.sheet_reopen, name="sheet_reopen"),
    path("documents/sheets/<int:sheet_id>/note/", acquaintance_keeping.sheet_note, name="sheet_note"),
    path("documents/sheets/rows/<int:row_id>/withdraw/", acquaintance_keeping.sheet_withdraw, name="sheet_withdraw"),
    path("documents/reading/", acquaintance_reading.reading_list, name="reading_list"),
    path("documents/reading/print/", acquaintance_reading.reading_print, name="reading_print"),
    path("documents/reading/<int:row_id>/opened/", acquaintance_reading.reading_opened, name="reading_opened"),
    path("documents/reading/<int:row_id>/done/", acquaintance_reading.reading_done, name="reading_done"),
    path("documents/acknowledge/<str:token>/", acquaintance_reading.acknowledge_by_link, name="acknowledge_by_link"),
    path(
        "documents/acknowledge/<str:token>/opened/",
        acquaintance_reading.acknowledge_opened,
        name="acknowledge_opened",
    ),
    path("documents/acknowledge/<str:token>/file/", acquaintance_reading.acknowledge_file, name="acknowledge_file"),
]
