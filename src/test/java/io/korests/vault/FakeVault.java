package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A Vault in this process, as a server in dev mode is: unsealed, with a root token and a versioned key-value engine at
 * {@code secret/}. Everything else is set up through its API, as with a real one: mounts, policies, roles, keys. What
 * only a fake can do is done by methods: faults, a clock that is set forward, the list of the requests it got.
 *
 * <p>Safe for use by several threads. Listens on the loopback address only.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs">Vault's HTTP API</a>
 */
public final class FakeVault implements AutoCloseable {

    static final String PERMISSION_DENIED = "1 error occurred:\n\t* permission denied\n\n";
    static final String INVALID_TOKEN = "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n";

    private final MovableClock clock;
    private final FakeTokens tokens;
    private final FakePolicies policies = new FakePolicies();
    private final FakeSystem system;
    private final FakeMounts mounts;
    private final VaultFaults faults = new VaultFaults();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final String rootToken;
    private final FakeVaultSocket socket;
    private final @Nullable PrivateCa ca;

    private FakeVault(MovableClock clock, @Nullable PrivateCa ca, int port) {
        this.clock = clock;
        this.ca = ca;
        this.tokens = new FakeTokens(clock);
        this.mounts = new FakeMounts(tokens, clock);
        this.system = new FakeSystem(tokens, policies, mounts, clock);
        this.rootToken = tokens.issue(TokenGrant.root(), "auth/token/root").id();
        this.socket = new FakeVaultSocket(this::handle, ca == null ? null : ca.serverContext(), port);
        socket.open();
    }

    /** Starts one on a free port whose clock stands still: nothing ages but by {@link #advance}. */
    public static FakeVault start() {
        return new FakeVault(MovableClock.standing(), null, 0);
    }

    /** Starts one on that port, 0 for a free one, whose clock goes on as clocks do. */
    public static FakeVault start(int port) {
        return new FakeVault(MovableClock.going(), null, port);
    }

    /** As {@link #start()}, for one that speaks TLS, with a certificate for 127.0.0.1 and localhost from that CA. */
    public static FakeVault start(PrivateCa ca) {
        return new FakeVault(MovableClock.standing(), ca, 0);
    }

    /** What {@code VAULT_ADDR} is set to. */
    public String uri() {
        return socket.uri();
    }

    public String rootToken() {
        return rootToken;
    }

    /** Somebody with every right, to set things up. */
    public VaultOperator operator() {
        return VaultOperator.at(uri(), rootToken, ca == null ? null : ca.pem());
    }

    /** Sets Vault's clock forward: tokens age. */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Ends every token but root's, as an operator does after an incident. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** Whether this node says that another one is active; it answers all the same, as a real one forwards. */
    public void standby(boolean standby) {
        system.standby(standby);
    }

    /** Everything fails like this from now on, until {@link #heal}. */
    public void fail(VaultFault fault) {
        switch (fault) {
            case DOWN -> socket.close();
            case SEALED -> system.sealed(true);
            default -> faults.set("", fault);
        }
    }

    /** Requests whose path, without {@code /v1/}, begins with the prefix fail like this until {@link #heal}. */
    public void fail(String prefix, VaultFault fault) {
        if (fault == VaultFault.DOWN) {
            throw new IllegalArgumentException("a socket is closed for all paths or for none");
        }
        faults.set(prefix, fault);
    }

    /** How late answers are under {@link VaultFault#SLOW}; longer than anybody waits unless set. */
    public void delay(Duration delay) {
        faults.delay(delay);
    }

    /** From now on the answers of faults carry this text: a broken one may carry the secret that was asked for. */
    public void leak(String text) {
        faults.leak(text);
    }

    /** Ends all faults; requests that hang are answered. */
    public void heal() {
        faults.heal();
        system.sealed(false);
        socket.open();
    }

    /** All requests since the start or the last {@link #forgetRequests}, in the order they came. */
    public List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Those of {@link #requests} whose path begins with the prefix. */
    public List<RecordedRequest> requests(String prefix) {
        return requests.stream()
                .filter(request -> request.path().startsWith(prefix))
                .toList();
    }

    public void forgetRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        socket.shutDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            VaultRequest request = VaultRequest.of(exchange);
            record(request);
            if (!faults.play(request.path(), exchange)) {
                answer(request).sendTo(exchange);
            }
        } catch (IllegalArgumentException e) {
            VaultAnswer.errors(400, String.valueOf(e.getMessage())).sendTo(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private void record(VaultRequest request) {
        String accessor = tokens.find(request.token()).map(FakeToken::accessor).orElse("");
        requests.add(
                new RecordedRequest(request.method(), request.path(), request.query(), accessor, request.namespace()));
    }

    private VaultAnswer answer(VaultRequest request) {
        String path = request.path();
        if (system.sealed() && !FakeSystem.isOpen(path)) {
            return VaultAnswer.errors(503, "Vault is sealed");
        }
        if (FakeSystem.isUnguarded(path)) {
            return system.answer(request);
        }
        if (path.startsWith("auth/") && path.endsWith("/login")) {
            return mounts.route(request);
        }
        FakeToken token = tokens.find(request.token()).orElse(null);
        if (token == null) {
            return VaultAnswer.errors(403, request.token().isEmpty() ? "permission denied" : INVALID_TOKEN);
        }
        if (!policies.allow(token.grant().policies(), request)) {
            return VaultAnswer.errors(403, PERMISSION_DENIED);
        }
        return path.startsWith("sys/") ? system.answer(request) : mounts.route(request);
    }
}
