// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtTest

TestCase {
    id: test
    name: "LocalSocket"

    property var accepted: null
    property var heard: []
    property var answers: []

    function uniqueName() { return "qml-" + Date.now() + "-" + Math.floor(Math.random() * 1e9) }

    LocalServer {
        id: server
        onNewConnection: (socket) => {
            test.accepted = socket
            socket.received.connect((value) => test.heard.push(value))
        }
    }

    Component {
        id: client
        LocalSocket { }
    }

    Component {
        id: declared
        LocalSocket {
            active: true
        }
    }

    SignalSpy { id: finished; signalName: "finished" }
    SignalSpy { id: disconnected; signalName: "disconnected" }

    function init() {
        accepted = null
        heard = []
        answers = []
        server.format = Stream.Lines
        server.name = uniqueName()
        server.active = true
        verify(server.active, server.error.message)
    }

    function cleanup() { server.active = false }

    function connected(format) {
        server.format = format
        const socket = createTemporaryObject(client, test, { name: server.name, format: format, active: true })
        socket.received.connect((value) => test.answers.push(value))
        tryVerify(() => socket.connected && test.accepted !== null)
        return socket
    }

    function test_lines() {
        const socket = connected(Stream.Lines)
        compare(server.connections.length, 1)
        verify(socket.peerCredentials.processId > 0)
        // Both ends are in this process.
        compare(socket.peerCredentials.processId, accepted.peerCredentials.processId)
        verify(socket.send("first"))
        verify(socket.send("zweite: ü"))
        verify(socket.send(""))
        tryCompare(test.heard, "length", 3)
        compare(heard, ["first", "zweite: ü", ""])
        verify(accepted.send("answer"))
        tryCompare(test.answers, "length", 1)
        compare(answers[0], "answer")
    }

    function test_values() {
        const socket = connected(Stream.Json)
        verify(socket.send({ command: "open", files: ["a", "b"], line: 7 }))
        verify(socket.send([1, 2]))
        verify(socket.send("text"))
        tryCompare(test.heard, "length", 3)
        compare(heard[0].command, "open")
        compare(heard[0].files[1], "b")
        compare(heard[0].line, 7)
        compare(heard[1][1], 2)
        compare(heard[2], "text")
    }

    function test_bytes() {
        const socket = connected(Stream.Bytes)
        const bytes = new Uint8Array([0, 255, 10, 7])
        verify(socket.send(bytes.buffer))
        tryVerify(() => test.heard.length > 0)
        compare(new Uint8Array(heard[0]), bytes)
    }

    function test_serverCloses_finishedOnce() {
        const socket = connected(Stream.Lines)
        finished.target = socket
        disconnected.target = socket
        finished.clear()
        disconnected.clear()
        accepted.send("last")
        accepted.active = false
        tryCompare(disconnected, "count", 1)
        compare(finished.count, 1)
        compare(answers, ["last"])
        compare(socket.active, false)
        compare(socket.connected, false)
        verify(!socket.send("too late"))
        verify(socket.error.message.length > 0)
        tryCompare(server.connections, "length", 0)
    }

    // After a failed first connection, the object is still usable.
    function test_firstConnectionFails_objectIsUsable() {
        const name = uniqueName()
        const socket = createTemporaryObject(client, test, { name: name, active: true })
        tryCompare(socket, "active", false)
        compare(socket.error.code, ErrorCode.NotFound)
        verify(socket.error.message.indexOf(name) >= 0, socket.error.message)
        socket.name = server.name
        socket.active = true
        tryVerify(() => socket.connected)
    }

    function test_reconnects() {
        server.active = false
        const socket = createTemporaryObject(client, test, { name: server.name, autoReconnect: true, active: true })
        tryVerify(() => socket.error.isError)
        verify(socket.active)
        server.active = true
        tryVerify(() => socket.connected)
        accepted.active = false
        tryVerify(() => !socket.connected)
        tryVerify(() => socket.connected) // reconnects
    }

    // A connection that the server closes at once does not reset the growing pauses.
    function test_serverThatClosesAtOnce_pausesGrow() {
        const times = []
        const closing = createTemporaryQmlObject("import QtInterprocess; LocalServer {}", test)
        closing.newConnection.connect((socket) => { times.push(Date.now()); socket.active = false })
        closing.name = uniqueName()
        closing.active = true
        createTemporaryObject(client, test, { name: closing.name, autoReconnect: true, active: true })
        tryVerify(() => times.length >= 5, 20000)
        verify(times[4] - times[0] >= 700, times[4] - times[0]) // half of 100 + 200 + 400 + 800
    }

    // Data that is sent while connecting goes out after the connection, once and in order.
    function test_sentWhileConnecting_isKept_data() {
        return [{ tag: "lines", format: Stream.Lines }, { tag: "values", format: Stream.Json }]
    }

    function test_sentWhileConnecting_isKept(data) {
        server.active = false
        server.format = data.format
        const socket = createTemporaryObject(client, test, {
            name: server.name, format: data.format, autoReconnect: true, active: true
        })
        verify(socket.send("first"), socket.error.message)
        tryVerify(() => socket.error.isError)
        verify(socket.send("second")) // in the pause between two attempts
        disconnected.target = socket
        disconnected.clear()
        tryVerify(() => disconnected.count >= 2)
        server.active = true
        tryCompare(test.heard, "length", 2)
        verify(socket.send("third"))
        tryCompare(test.heard, "length", 3)
        compare(heard, ["first", "second", "third"])
    }

    function test_sentWhileConnecting_isDelivered_whenClosedAtOnce() {
        const socket = createTemporaryObject(client, test, { name: server.name, active: true })
        verify(socket.send("only"))
        socket.active = false
        tryCompare(test.heard, "length", 1)
        compare(heard, ["only"])
    }

    function test_outputAboveTheLimit_isRefused() {
        const socket = createTemporaryObject(client, test, { name: uniqueName(), autoReconnect: true, active: true })
        const block = "x".repeat(1024 * 1024)
        for (let i = 0; i < 15; ++i)
            verify(socket.send(block))
        verify(!socket.send(block))
        compare(socket.error.code, ErrorCode.ResourceExhausted)
        socket.active = false
        verify(!socket.send("x"))
    }

    // The peer goes while bytes are in transit. The error and the end are reported as one end.
    function test_connectionBreaks_disconnectedOnce() {
        const socket = connected(Stream.Lines)
        accepted.paused = true
        disconnected.target = socket
        disconnected.clear()
        verify(socket.send("x".repeat(10 * 1024 * 1024)))
        accepted.active = false
        tryVerify(() => !socket.active)
        verify(socket.error.isError)
        connected(Stream.Lines) // any late signal has arrived by now
        compare(disconnected.count, 1)
    }

    function test_acceptedSocket_doesNotReconnect() {
        const socket = connected(Stream.Lines)
        disconnected.target = accepted
        disconnected.clear()
        accepted.autoReconnect = true
        accepted.active = false
        accepted.active = true
        verify(!accepted.active)
        compare(accepted.error.code, ErrorCode.InvalidOperation)
        tryVerify(() => !socket.connected)
        tryCompare(server.connections, "length", 0)
        connected(Stream.Lines)
        compare(server.connections.length, 1)
        compare(disconnected.count, 1)
    }

    function test_server_notifiesOncePerChange() {
        const other = createTemporaryQmlObject("import QtInterprocess; LocalServer {}", test)
        const seen = []
        other.activeChanged.connect(() => seen.push("active"))
        other.fullNameChanged.connect(() => seen.push("fullName"))
        other.errorChanged.connect(() => seen.push("error"))
        other.name = server.name
        other.active = true // the name is in use
        other.active = true
        compare(seen, ["error"])
        compare(other.error.code, ErrorCode.NameInUse)
        other.name = uniqueName()
        other.active = true
        compare(seen, ["error", "error", "fullName", "active"])
        verify(!other.error.isError)
        other.name = uniqueName()
        compare(seen.slice(4), ["fullName"])
        verify(other.fullName.indexOf(other.name) >= 0)
        other.active = false
        compare(seen.slice(5), ["fullName", "active"])
        compare(other.fullName, "")
    }

    function test_paused() {
        const socket = connected(Stream.Lines)
        accepted.paused = true
        for (let i = 0; i < 10; ++i)
            verify(socket.send("line " + i))
        for (let trip = 1; trip <= 3; ++trip) { // any earlier data has arrived by then
            verify(accepted.send("mark"))
            tryCompare(test.answers, "length", trip)
        }
        compare(heard.length, 0)
        accepted.paused = false
        tryCompare(test.heard, "length", 10)
        compare(heard[9], "line 9")
    }

    function test_states() {
        const states = []
        const name = uniqueName()
        const socket = createTemporaryObject(client, test, { name: name, autoReconnect: true })
        socket.stateChanged.connect(() => states.push(socket.state))
        compare(socket.state, LocalSocket.Closed)
        socket.active = true
        compare(socket.state, LocalSocket.Connecting)
        disconnected.target = socket
        disconnected.clear()
        tryVerify(() => disconnected.count >= 2) // failed attempts
        compare(states, [LocalSocket.Connecting])
        server.name = name
        tryVerify(() => socket.connected && test.accepted !== null)
        compare(accepted.state, Stream.Connected)
        accepted.active = false
        tryVerify(() => states.length >= 5) // closed by the server and reconnected
        compare(states, [Stream.Connecting, Stream.Connected, Stream.Closed, Stream.Connecting, Stream.Connected])
        socket.autoReconnect = false
        socket.active = false
        tryCompare(socket, "state", LocalSocket.Closed)
        verify(states.indexOf(LocalSocket.Connecting, 5) < 0)
    }

    function test_failedAttempt_endsClosed() {
        const states = []
        const socket = createTemporaryObject(client, test, { name: uniqueName() })
        socket.stateChanged.connect(() => states.push(socket.state))
        socket.active = true
        tryCompare(socket, "active", false)
        compare(states, [Stream.Connecting, Stream.Closed])
        compare(socket.peerCredentials.processId, 0)
        compare(socket.peerCredentials.userId, -1)
    }

    function test_connectTimeout() {
        const socket = createTemporaryObject(client, test, { name: uniqueName(), connectTimeout: 100 })
        compare(socket.connectTimeout, 100)
        socket.connectTimeout = -7
        compare(socket.connectTimeout, -1)
        compare(createTemporaryObject(client, test).connectTimeout, 30000)
    }

    function test_declared() {
        const socket = createTemporaryObject(declared, test, { name: server.name })
        tryVerify(() => socket.connected)
    }

    function test_takenName_isAnError() {
        const other = createTemporaryQmlObject("import QtInterprocess; LocalServer {}", test)
        other.name = server.name
        other.active = true
        verify(!other.active)
        verify(other.error.message.length > 0)
        verify(server.fullName.indexOf(server.name) >= 0)
    }
}
