"""An association's own Word form, filled by our own short list of fields: `{{ поле }}` and one loop over rows.

Nothing in a form is ever evaluated. The work is done in a process of its own, with limits of time and memory.
"""

from stellazh.office.word_forms.apart import check_form, fill_form
from stellazh.office.word_forms.model import FormReport, FormUnfit, FormVocabulary

__all__ = ["FormReport", "FormUnfit", "FormVocabulary", "check_form", "fill_form"]
