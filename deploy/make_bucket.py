"""Make the bucket that the settings name, unless it is there: `python deploy/make_bucket.py`. Waits for the store."""

from __future__ import annotations

import sys
import time
from typing import Any

import django
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

PATIENCE_SECONDS = 60


def main() -> int:
    """0 when the bucket is there, 1 when the store did not answer within a minute or refused."""
    django.setup()
    from django.core.files.storage import storages

    from stellazh.files.bucket import Bucket

    storage = storages["default"]
    if not isinstance(storage, Bucket):
        sys.stderr.write("STELLAZH_S3_BUCKET is not set: files are kept in a folder.\n")
        return 1
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _make(storage.bucket)
        except (BotoCoreError, ClientError) as error:
            if time.monotonic() > deadline:
                sys.stderr.write(f"the store does not make the bucket: {error}\n")
                return 1
            time.sleep(1)
        else:
            return 0


def _make(bucket: Any) -> None:
    client = bucket.meta.client
    try:
        client.head_bucket(Bucket=bucket.name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        client.create_bucket(Bucket=bucket.name)
        sys.stdout.write(f"made the bucket {bucket.name}\n")


if __name__ == "__main__":
    sys.exit(main())
