// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Standalone Asio: stream_protocol::socket, async_read_some() and async_write(), after a first
// write_some() as in libuv's peer.

#include "control.h"
#include "peer.h"

#include <algorithm>
#include <asio.hpp>
#include <functional>
#include <memory>
#include <vector>

namespace {

using Protocol = asio::local::stream_protocol;
constexpr size_t ReadSize = 64 * 1024;

asio::io_context &context()
{
    static asio::io_context s_context(1); // one thread
    return s_context;
}

// The pending operations keep a connection alive.
struct Connection : std::enable_shared_from_this<Connection>
{
    Protocol::socket socket { context() };
    std::vector<char> rest; // the data being written
    qint64 got = 0;
    std::function<void(const char *, size_t)> received; // a count of 0 is the end
    std::function<void()> written;

    static std::vector<char> &buffer()
    {
        static std::vector<char> s_buffer(ReadSize);
        return s_buffer;
    }

    void read()
    {
        // Waits without a buffer, like the other peers.
        socket.async_wait(Protocol::socket::wait_read, [self = shared_from_this()](std::error_code error) {
            if (error)
                return;
            const size_t count = self->socket.read_some(asio::buffer(buffer()), error);
            if (error == asio::error::would_block)
                return self->read();
            self->received(buffer().data(), error ? 0 : count);
            if (!error && self->socket.is_open())
                self->read();
        });
    }

    // Writes the data. If it returns false, do not call it again before written() is called.
    bool write(const char *data, qint64 size)
    {
        std::error_code error;
        const size_t done = socket.write_some(asio::buffer(data, size_t(size)), error);
        if (!error && qint64(done) == size)
            return true;
        rest.assign(data + (error ? 0 : done), data + size);
        asio::async_write(socket, asio::buffer(rest), [self = shared_from_this()](std::error_code failed, size_t) {
            if (!failed && self->written)
                self->written();
        });
        return false;
    }

    void start()
    {
        socket.non_blocking(true);
        read();
    }
};

using Shared = std::shared_ptr<Connection>;

void serveOne(const Shared &connection, const Task &task)
{
    Connection *const self = connection.get(); // kept by the operation
    if (task.kind == Kind::Connect)
        return;
    self->received = [self, &task](const char *data, size_t count) {
        if (count == 0) {
            self->socket.close();
        } else if (task.kind == Kind::Echo) {
            self->write(data, qint64(count));
        } else if ((self->got += qint64(count)) >= task.total) {
            self->got = 0;
            self->write("k", 1);
        }
    };
    self->start();
}

void accept(Protocol::acceptor &acceptor, const Task &task)
{
    const auto connection = std::make_shared<Connection>();
    acceptor.async_accept(connection->socket, [&, connection](std::error_code error) {
        if (!error)
            serveOne(connection, task);
        accept(acceptor, task);
    });
}

int serve(const Task &task)
{
    Protocol::acceptor acceptor(context(), Protocol::endpoint(task.path));
    accept(acceptor, task);
    control::ready();
    context().run();
    return 0;
}

Shared connectTo(const Task &task)
{
    const auto connection = std::make_shared<Connection>();
    std::error_code error;
    connection->socket.connect(Protocol::endpoint(task.path), error);
    if (error)
        control::fail("asio: connect");
    return connection;
}

void run()
{
    context().restart();
    context().run();
}

int ping(const Task &task)
{
    const Shared connection = connectTo(task);
    control::ready();
    const std::vector<char> message(size_t(task.size), 'x');
    control::Stopwatch watch;
    connection->received = [&](const char *, size_t count) {
        if ((connection->got += qint64(count)) < task.size)
            return;
        connection->got = 0;
        if (watch.lap())
            context().stop();
        else
            connection->write(message.data(), task.size);
    };
    connection->start();
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        connection->write(message.data(), task.size);
        run();
    }
    return 0;
}

int send(const Task &task)
{
    const Shared connection = connectTo(task);
    control::ready();
    const std::vector<char> block(size_t(task.size), 'x');
    qint64 left = 0;
    const auto pump = [&] {
        for (bool more = true; left > 0 && more;) {
            const qint64 size = std::min(task.size, left);
            left -= size;
            more = connection->write(block.data(), size);
        }
    };
    connection->written = pump;
    connection->received = [](const char *, size_t) { context().stop(); };
    connection->start();
    control::Stopwatch watch;
    for (qint64 amount = 0; control::awaitGo(&amount); watch.report()) {
        left = task.total;
        watch.start(0);
        pump();
        run();
        watch.lap();
    }
    return 0;
}

void connectOne(const Task &task, control::Stopwatch &watch)
{
    const Shared connection = connectTo(task);
    connection->received = [self = connection.get(), &task, &watch](const char *, size_t) {
        self->socket.close();
        if (watch.lap())
            context().stop();
        else
            connectOne(task, watch);
    };
    connection->start();
}

int drive(const Task &task)
{
    if (task.kind != Kind::Connect)
        return task.kind == Kind::Echo ? ping(task) : send(task);
    control::ready();
    control::Stopwatch watch;
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        connectOne(task, watch);
        run();
    }
    return 0;
}

} // namespace

const Peer asioPeer { "Asio", serve, drive };
