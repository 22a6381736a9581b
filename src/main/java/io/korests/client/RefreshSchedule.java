package io.korests.client;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Refreshes at an interval, on one thread of its own: a source that hangs delays the next reading and nothing else. */
final class RefreshSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RefreshSchedule.class);

    private final CredentialRefresh refresh;
    private final Duration interval;
    private final InstantSource clock;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

    RefreshSchedule(CredentialRefresh refresh, Duration interval, InstantSource clock) {
        this.clock = clock;
        this.refresh = refresh;
        this.interval = interval;
        scheduler.setThreadNamePrefix("sts-refresh-");
        scheduler.setDaemon(true);
    }

    @Override
    public void start() {
        scheduler.initialize();
        if (interval.isZero()) {
            log.info("sts.refresh-interval is 0: changed credentials are read on POST /actuator/refresh only");
            return;
        }
        scheduler.scheduleWithFixedDelay(refresh::refresh, clock.instant().plus(interval), interval);
    }

    @Override
    public void stop() {
        scheduler.shutdown();
    }

    @Override
    public boolean isRunning() {
        return scheduler.isRunning();
    }
}
