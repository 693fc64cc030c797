"""Documents, their versions, who has read them."""

from django.urls import path

from stellazh.documents.views import (
    acquaintance_asking,
    acquaintance_keeping,
    acquaintance_reading,
    acquaintance_sheets,
    document_batches,
    document_keeping,
    document_leaving,
    document_pages,
    documents,
    feeds,
)

app_name = "documents"
_HERE = "o/<slug:code>/documents/"
_ONE = "documents/<int:document_id>/"
urlpatterns = [
    # Documents
    path("documents/", documents.document_list, name="document_list"),
    path("documents/rss/", feeds.document_rss, name="document_rss"),
    path(_HERE, documents.association_documents, name="association_documents"),
    path(f"{_HERE}rss/", feeds.association_rss, name="association_rss"),
    path(f"{_HERE}register/", documents.document_register, name="document_register"),
    path(f"{_HERE}new/", document_keeping.document_new, name="document_new"),
    path(f"{_HERE}batch/", document_batches.document_batch, name="document_batch"),
    path(f"{_HERE}bulk/", document_batches.document_bulk, name="document_bulk"),
    path(_ONE, document_pages.document_detail, name="document_detail"),
    path(f"{_ONE}versions/<int:number>/", document_pages.version_detail, name="version_detail"),
    path(f"{_ONE}print/", document_pages.document_print, name="document_print"),
    path(f"{_ONE}history/", document_pages.document_history, name="document_history"),
    path(f"{_ONE}edit/", document_keeping.document_edit, name="document_edit"),
    path(f"{_ONE}status/", document_keeping.document_status, name="document_status"),
    path(f"{_ONE}version/", document_keeping.version_add, name="version_add"),
    path(f"{_ONE}publish/", document_leaving.document_publish, name="document_publish"),
    path(f"{_ONE}archive/", document_leaving.document_archive, name="document_archive"),
    path(f"{_ONE}replace/", document_keeping.document_replace, name="document_replace"),
    path(
        "documents/replacements/<int:replacement_id>/undo/", document_keeping.replacement_undo, name="replacement_undo"
    ),
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
    path(
        "documents/acknowledge/<str:token>/pages/<int:number>/",
        acquaintance_reading.acknowledge_page,
        name="acknowledge_page",
    ),
]
