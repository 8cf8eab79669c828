#!/bin/sh
# Runs as root inside fresh namespaces (unshare --mount ...): lets an unprivileged user see chosen folders that lie
# behind closed ones, such as an interpreter under /root, and nothing else of what is behind them.
#   enter.sh <stage> <closed folder>... -- <folder to show>... -- <command>...
set -eu
# Lists are kept one a line: a name may hold spaces.
IFS='
'
stage=$1
shift
mount -t tmpfs -o mode=755,size=1m tmpfs "$stage"

closed=''
while [ "$1" != -- ]; do
  closed="$closed
$1"
  shift
done
shift
count=0
shown=''
while [ "$1" != -- ]; do
  count=$((count + 1))
  mkdir "$stage/$count"
  mount --bind "$1" "$stage/$count"
  shown="$shown
$1"
  shift
done
shift

for folder in $closed; do mount -t tmpfs -o mode=755,size=1m tmpfs "$folder"; done
count=0
for folder in $shown; do
  count=$((count + 1))
  mkdir -p "$folder"
  mount --bind "$stage/$count" "$folder"
  mount -o remount,bind,ro "$folder"
  umount "$stage/$count"
done
umount "$stage"
exec "$@"
