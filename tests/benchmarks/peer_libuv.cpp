// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// libuv's uv_pipe_t: uv_try_write() first, then uv_write() for the rest.

#include "control.h"
#include "peer.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <uv.h>
#include <vector>

namespace {

constexpr size_t ReadSize = 64 * 1024; // the size that libuv suggests

struct Pipe
{
    uv_pipe_t handle;
    uv_connect_t connecting;
    uv_write_t writing; // one write at a time
    std::vector<char> rest; // the data being written
    bool isWriting = false;
    qint64 got = 0;
    std::function<void()> connected;
    std::function<void(const char *, ssize_t)> read; // a negative count is the end
    std::function<void()> written;

    uv_stream_t *stream() { return reinterpret_cast<uv_stream_t *>(&handle); }
    uv_handle_t *base() { return reinterpret_cast<uv_handle_t *>(&handle); }
};

Pipe *pipeOf(void *handle)
{
    return static_cast<Pipe *>(static_cast<uv_handle_t *>(handle)->data);
}

void check(int status, const char *what)
{
    if (status >= 0)
        return;
    errno = -status;
    control::fail(what);
}

Pipe *makePipe()
{
    auto *const pipe = new Pipe;
    check(uv_pipe_init(uv_default_loop(), &pipe->handle, 0), "uv_pipe_init");
    pipe->handle.data = pipe;
    return pipe;
}

void startReading(Pipe *pipe)
{
    static std::vector<char> buffer(ReadSize);
    const auto lend = [](uv_handle_t *, size_t, uv_buf_t *lent) { *lent = uv_buf_init(buffer.data(), ReadSize); };
    const auto read = [](uv_stream_t *stream, ssize_t count, const uv_buf_t *lent) {
        if (count != 0)
            pipeOf(stream)->read(lent->base, count);
    };
    check(uv_read_start(pipe->stream(), lend, read), "uv_read_start");
}

void closePipe(Pipe *pipe)
{
    uv_close(pipe->base(), [](uv_handle_t *handle) { delete pipeOf(handle); });
}

// Writes the data. If it returns false, do not call it again before written() is called.
bool write(Pipe *pipe, const char *data, qint64 size)
{
    uv_buf_t buffer = uv_buf_init(const_cast<char *>(data), unsigned(size));
    const int sent = uv_try_write(pipe->stream(), &buffer, 1);
    if (sent != UV_EAGAIN)
        check(sent, "uv_try_write");
    if (sent == size)
        return true;
    const qint64 done = std::max(sent, 0);
    pipe->rest.assign(data + done, data + size);
    pipe->isWriting = true;
    buffer = uv_buf_init(pipe->rest.data(), unsigned(size - done));
    const auto written = [](uv_write_t *request, int status) {
        Pipe *const self = pipeOf(request->handle);
        self->isWriting = false;
        if (status == 0 && self->written)
            self->written();
    };
    check(uv_write(&pipe->writing, pipe->stream(), &buffer, 1, written), "uv_write");
    return false;
}

void serveOne(Pipe *pipe, const Task &task)
{
    if (task.kind == Kind::Connect) {
        closePipe(pipe);
        return;
    }
    pipe->read = [pipe, &task](const char *data, ssize_t count) {
        if (count < 0) {
            closePipe(pipe);
        } else if (task.kind == Kind::Echo) {
            write(pipe, data, count);
        } else if ((pipe->got += count) >= task.total) {
            pipe->got = 0;
            write(pipe, "k", 1);
        }
    };
    startReading(pipe);
}

int serve(const Task &task)
{
    static const Task *theTask = &task;
    Pipe *const listener = makePipe();
    check(uv_pipe_bind(&listener->handle, task.path.c_str()), "uv_pipe_bind");
    const auto accept = [](uv_stream_t *server, int status) {
        check(status, "uv_listen");
        Pipe *const pipe = makePipe();
        check(uv_accept(server, pipe->stream()), "uv_accept");
        serveOne(pipe, *theTask);
    };
    check(uv_listen(listener->stream(), 128, accept), "uv_listen");
    control::ready();
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

void connectPipe(Pipe *pipe, const Task &task)
{
    const auto connected = [](uv_connect_t *request, int status) {
        check(status, "uv_pipe_connect");
        Pipe *const self = pipeOf(request->handle);
        startReading(self);
        self->connected();
    };
    uv_pipe_connect(&pipe->connecting, &pipe->handle, task.path.c_str(), connected);
}

void run()
{
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

void stop()
{
    uv_stop(uv_default_loop());
}

Pipe *connectAndWait(const Task &task)
{
    Pipe *const pipe = makePipe();
    pipe->connected = stop;
    connectPipe(pipe, task);
    run();
    control::ready();
    return pipe;
}

int ping(const Task &task)
{
    Pipe *const pipe = connectAndWait(task);
    const std::vector<char> message(size_t(task.size), 'x');
    control::Stopwatch watch;
    pipe->read = [&](const char *, ssize_t count) {
        check(int(count), "uv_read");
        if ((pipe->got += count) < task.size)
            return;
        pipe->got = 0;
        if (watch.lap())
            stop();
        else
            write(pipe, message.data(), task.size);
    };
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        write(pipe, message.data(), task.size);
        run();
    }
    return 0;
}

int send(const Task &task)
{
    Pipe *const pipe = connectAndWait(task);
    const std::vector<char> block(size_t(task.size), 'x');
    qint64 left = 0;
    const auto pump = [&] {
        for (bool more = true; left > 0 && more;) {
            const qint64 size = std::min(task.size, left);
            left -= size;
            more = write(pipe, block.data(), size);
        }
    };
    pipe->written = pump;
    pipe->read = [](const char *, ssize_t count) {
        check(int(count), "uv_read");
        stop();
    };
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
    Pipe *const pipe = makePipe();
    pipe->connected = [] {};
    pipe->read = [pipe, &task, &watch](const char *, ssize_t) {
        closePipe(pipe);
        if (watch.lap())
            stop();
        else
            connectOne(task, watch);
    };
    connectPipe(pipe, task);
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

const Peer libuvPeer { "libuv", serve, drive };
