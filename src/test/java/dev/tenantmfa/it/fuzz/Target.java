package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;

/** Something to attack. One thread uses it. */
interface Target {
    /** Makes the next attack, and whatever it takes to get there. */
    void attack(Dice dice, Sender sender);

    /** Sends a request and judges its answer. */
    interface Sender {
        Answer send(Attack attack);
    }
}
