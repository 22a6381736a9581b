package io.korests.vault;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes the threads that call Vault. They begin without the class loader of the web application, which they would inherit:
 * where a thread has it still when the application stops, Tomcat warns of a leak.
 */
final class VaultThreads extends CustomizableThreadFactory {

    private static final long serialVersionUID = 1L;

    VaultThreads() {
        super("sts-vault-");
        setDaemon(true);
    }

    @Override
    public Thread createThread(Runnable work) {
        Thread thread = super.createThread(work);
        thread.setContextClassLoader(VaultThreads.class.getClassLoader());
        return thread;
    }
}
