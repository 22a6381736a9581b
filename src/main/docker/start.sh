#!/bin/sh
# Starts the service in the image. Arguments are the service's.

# SCHED_BATCH, a policy of Linux for throughput (sched(7)): a thread that becomes ready does not interrupt another. Otherwise
# Tomcat's poller takes the processor once a request (docs/benchmarks.md). Where a container may not choose, it runs without.
chrt --batch --pid 0 $$ 2>/dev/null

# Where the cache does not fit, for instance with an agent or another Java, Java starts without it. It would say so between the
# lines of the log, which may be JSON.
exec java @/app/jvm.options -XX:AOTCache=/app/kore-sts.aot -Xlog:aot*=off,cds*=off -jar /app/kore-sts.jar "$@"
