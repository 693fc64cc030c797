#!/bin/sh
# A dated archive of everything into STELLAZH_BACKUP_DIR; archives older than STELLAZH_BACKUP_KEEP_DAYS go away, but only
# after a new one has been written whole. Called by stellazh-backup.service and by the compose service `backup`.
set -eu
folder=${STELLAZH_BACKUP_DIR:?set STELLAZH_BACKUP_DIR}
days=${STELLAZH_BACKUP_KEEP_DAYS:-14}
case $days in ''|*[!0-9]*) echo "STELLAZH_BACKUP_KEEP_DAYS is not a number of days: $days" >&2; exit 2;; esac
status=0
archive=$folder/stellazh-$(date -u +%Y-%m-%dT%H-%M-%SZ).tar
${STELLAZH_PYTHON:-python} -m stellazh backup "$archive" || status=$?
# An archive that names lost contents is an archive: it was written, and the exit code still says that something is amiss.
test -s "$archive"
find "$folder" -maxdepth 1 -name 'stellazh-*.tar' -type f -mtime "+$days" -delete
exit "$status"
