package io.korests;

/** A library by its Maven coordinates. */
record Library(String group, String name, String version) {

    @Override
    public String toString() {
        return group + ':' + name + ' ' + version;
    }
}
