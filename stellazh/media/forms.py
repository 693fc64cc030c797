"""Forms of media: a film brought whole, and the name it gets at the end."""

from __future__ import annotations

from django import forms

from stellazh.media.looking.films import POSSIBLE

FORMATS = "видео MP4 или WebM, звук MP3, M4A, OGG, WAV или FLAC"
MOST_BY_FORM = 50 * 1024 * 1024
# Ends of names that pickers of files know better than types.
ACCEPTED = ",".join([*sorted(POSSIBLE), ".mp4", ".m4v", ".m4a", ".webm", ".mp3", ".ogg", ".opus", ".wav", ".flac"])


class PlaceForm(forms.Form):
    """Where the file is to belong."""

    use = forms.CharField(max_length=64, widget=forms.HiddenInput)
    object_key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    next = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


class FilmForm(PlaceForm):
    """A film sent whole, for browsers without scripts."""

    title = forms.CharField(
        label="Название", max_length=200, required=False, help_text="Если не написать, останется имя файла."
    )
    file = forms.FileField(
        label="Файл с записью",
        max_length=500,
        allow_empty_file=True,
        help_text=f"До 50 МБ: {FORMATS}.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class FinishForm(forms.Form):
    """The title of a film that has come."""

    title = forms.CharField(label="Название", max_length=200, required=False)
    next = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
