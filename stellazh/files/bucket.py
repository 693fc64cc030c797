"""The S3 storage of files: a bucket that hands out a part of an object without fetching the rest."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]

IN_MEMORY_BYTES = 2 * 1024 * 1024


# Checksums that botocore began to add by itself are refused by stores that are only compatible with S3.
_CONFIG = Config(
    signature_version="s3v4",
    connect_timeout=10,
    read_timeout=60,
    retries={"max_attempts": 3, "mode": "standard"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):  # type: ignore[misc]
    """As django-storages', but parts of objects are fetched alone, and whole ones wait in a file, not in memory."""

    def get_default_settings(self) -> dict[str, Any]:
        """Without a limit of its own the storage would keep every object it opens in memory."""
        return {**super().get_default_settings(), "max_memory_size": IN_MEMORY_BYTES, "client_config": _CONFIG}

    def open_part(self, name: str, first: int, length: int) -> BinaryIO:
        """`length` bytes (at least one) of an object from `first` on, as they come from the store; to be closed.

        Raises:
            FileNotFoundError: there is no such object.
        """
        key = self._normalize_name(name)
        try:
            answer = self.bucket.Object(key).get(Range=f"bytes={first}-{first + length - 1}")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise
        return cast("BinaryIO", answer["Body"])
