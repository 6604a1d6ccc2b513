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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Answers produce requests with errors in the broker's place, which then never gets them; hands on all the rest, a request
 * at a time.
 */
public final class ErrorProxy extends BrokerProxy {
    private final AtomicInteger left = new AtomicInteger();
    private volatile Errors error = Errors.NONE;

    private ErrorProxy() {}

    /** Listens on a free port. */
    public static ErrorProxy listen() {
        ErrorProxy proxy = new ErrorProxy();
        proxy.start();
        return proxy;
    }

    /** The next so many produce requests get this error. */
    public void answer(Errors code, int times) {
        error = code;
        left.set(times);
    }

    /** How many of them are still to come. */
    public int left() {
        return left.get();
    }

    @Override
    void connected(Socket client, Socket broker) {
        serve(client, broker, () -> talk(client, broker));
    }

    private void talk(Socket client, Socket broker) throws IOException {
        DataInputStream requests = new DataInputStream(client.getInputStream());
        DataOutputStream answers = new DataOutputStream(client.getOutputStream());
        DataInputStream in = new DataInputStream(broker.getInputStream());
        DataOutputStream out = new DataOutputStream(broker.getOutputStream());
        while (true) {
            byte[] request = frame(requests);
            ByteBuffer answer = refusal(request);
            if (answer == null) {
                write(out, ByteBuffer.wrap(request));
                answer = ByteBuffer.wrap(frame(in));
            }
            write(answers, answer);
        }
    }

    /** Null if the broker is to answer. */
    private @Nullable ByteBuffer refusal(byte[] request) {
        ByteBuffer bytes = ByteBuffer.wrap(request);
        if (bytes.getShort(0) != ApiKeys.PRODUCE.id || left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
            return null;
        }
        RequestHeader header = RequestHeader.parse(bytes);
        ProduceRequestData asked = new ProduceRequestData(new ByteBufferAccessor(bytes), header.apiVersion());
        ProduceResponseData answer = new ProduceResponseData();
        asked.topicData().forEach(topic -> {
            TopicProduceResponse of =
                    new TopicProduceResponse().setName(topic.name()).setTopicId(topic.topicId());
            topic.partitionData()
                    .forEach(partition -> of.partitionResponses()
                            .add(new PartitionProduceResponse()
                                    .setIndex(partition.index())
                                    .setErrorCode(error.code())
                                    .setBaseOffset(-1)));
            answer.responses().add(of);
        });
        return RequestUtils.serialize(
                header.toResponseHeader().data(),
                header.toResponseHeader().headerVersion(),
                answer,
                header.apiVersion());
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static void write(DataOutputStream out, ByteBuffer frame) throws IOException {
        out.writeInt(frame.remaining());
        out.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
        out.flush();
    }
}
