/*
 * Copyright 2026 The Logspool Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License in the LICENSE file of this project.
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.logspool.testing.kafka;

/** A program that starts a broker, tells its process id and directory, and never ends it: it waits to be killed. */
final class BrokerParent {
    private BrokerParent() {}

    public static void main(String[] arguments) throws Exception {
        KafkaBroker broker = KafkaBroker.builder().start();
        if (arguments.length > 0 && arguments[0].equals("pause")) {
            broker.pause();
        }
        System.out.println(broker.pid());
        System.out.println(broker.directory());
        System.out.flush();
        if (arguments.length > 0 && arguments[0].equals("exit")) {
            System.exit(0);
        }
        Thread.currentThread().join();
    }
}
