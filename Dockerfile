# The service as an image: docker build -t kore-sts .
#
#   docker run --read-only -p 127.0.0.1:7000:7000 -e STS_CALLER_MODE -e STS_CLIENTS_TRAVEL_CLIENTID … kore-sts
#
# It runs as a user without a name or rights, on files that belong to root. The root file system may be read-only: /tmp is the
# one place it writes to (Tomcat's work folder), a volume here, an emptyDir in Kubernetes. It carries no configuration: settings
# come from the environment, from Vault, from mounted files, or from an application.yaml mounted at /app/config.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
# The tests and the check of the code's style run before an image is built, in ./mvnw verify.
RUN --mount=type=cache,target=/m2 \
    mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests -Dspotless.check.skip package \
 && java -Djarmode=tools -jar target/kore-sts.jar extract --destination application \
 && javac -d docker --release 17 src/main/docker/TrainingRun.java

FROM eclipse-temurin:25-jre-noble AS application
WORKDIR /app
COPY --from=build /build/src/main/docker/jvm.options /build/src/main/docker/start.sh ./
# Libraries first: their layer stays the same until one of them changes.
COPY --from=build /build/application/lib lib/
COPY --from=build /build/application/kore-sts.jar ./

# The AOT cache fits this Java and these jars alone, and Java compares their time stamps. The jars have that of the build
# (project.build.outputTimestamp), which is whole seconds and so survives every registry.
FROM application AS training
COPY --from=build /build/docker/TrainingRun.class /training/
RUN java -cp /training TrainingRun /training/kore-sts.aot @/app/jvm.options -jar /app/kore-sts.jar

FROM application
COPY --from=training /training/kore-sts.aot ./
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="kore-sts" \
      org.opencontainers.image.description="Security token service for Kore.ai chatbots: tells Kore who the user is." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre-noble"
# The C library would keep a memory pool for each thread.
ENV MALLOC_ARENA_MAX=2
# The service leaves the address of its liveness probe here, however it was set, and the health check reads it.
ENV PROBE_ADDRESS_FILE=/tmp/probe.address
USER 65532:65532
EXPOSE 7000 7001
VOLUME /tmp
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["env", "-u", "JAVA_TOOL_OPTIONS", "-u", "JDK_JAVA_OPTIONS", "-u", "_JAVA_OPTIONS", \
         "java", "-Xmx16m", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", \
         "-cp", "/app/kore-sts.jar", "io.korests.cli.HealthCheck"]
ENTRYPOINT ["/app/start.sh"]
