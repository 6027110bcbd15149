#!/bin/sh
# Makes the user that the service runs as. The timer stays disabled: enable it for each agreement.
set -e
if command -v systemd-sysusers >/dev/null 2>&1; then
	systemd-sysusers leadpact.conf
elif ! getent passwd leadpact >/dev/null; then
	adduser --system --group --home /var/lib/leadpact --no-create-home leadpact
fi
chgrp leadpact /etc/leadpact
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
fi
