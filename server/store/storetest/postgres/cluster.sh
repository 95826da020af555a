# Makes a PostgreSQL cluster in the folder $2 with the programs in the folder $1, runs it until standard
# input ends, and removes it. Standard input is a pipe from the test process, so a test process that
# is killed takes its server and its files along.
set -u
trap 'rm -rf "$2"' EXIT
exec 3<&0 </dev/null

"$1/initdb" --pgdata="$2/data" --username=loket --auth=trust --encoding=UTF8 --locale=C \
	--no-sync --no-instructions || exit

"$1/postgres" -D "$2/data" -p 5432 -k "$2" -c listen_addresses= -c max_connections=200 \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
	-c log_min_messages=fatal -c log_min_error_statement=panic 3<&- &
server=$!

# TERM reaches a server that has not yet set its signals up (QUIT is ignored there, as in any background
# job of a shell); QUIT then ends one that has, at once and with its clients.
{ read -r _ <&3; kill -TERM $server; kill -QUIT $server; } >/dev/null 2>&1 &
exec 3<&-
wait $server
