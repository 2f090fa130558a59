// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtTest

TestCase {
    id: test
    name: "LocalServer"
    when: windowShown // the Repeater needs a window
    width: 100
    height: 100
    visible: true

    property var heard: []
    property var refusals: []
    property int number: 0

    // Returns a path, because a generic name is for this user only.
    function uniquePath() { return "/tmp/qml-" + Date.now() + "-" + Math.floor(Math.random() * 1e9) + "-" + ++number }

    LocalServer {
        id: server
        onRefused: (peer, reason) => test.refusals.push({ peer: peer, reason: reason })
    }

    Repeater {
        id: rows
        model: server.connections
        delegate: Text {
            required property LocalSocket modelData
            text: modelData.peerCredentials.processId
        }
    }

    Component {
        id: client
        LocalSocket {
            active: true
        }
    }

    SignalSpy { id: connectionsChanged; target: server; signalName: "connectionsChanged" }

    function init() {
        heard = []
        refusals = []
        server.access = Access.user
        server.connectionFilter = null
        server.format = Stream.Lines
        server.name = uniquePath()
        server.active = true
        verify(server.active, server.error.message)
        connectionsChanged.clear()
    }

    function cleanup() {
        server.active = false
        for (const socket of Array.from(server.connections))
            socket.active = false
        tryCompare(server.connections, "length", 0)
    }

    function textOf(row) { return row.text }

    function made() {
        const socket = createTemporaryObject(client, test, { name: server.name, format: server.format })
        socket.received.connect((value) => test.heard.push(value))
        return socket
    }

    function connected() {
        const count = server.connections.length
        const socket = made()
        tryVerify(() => socket.connected && server.connections.length === count + 1)
        return socket
    }

    function test_connections_areAModel() {
        const first = connected()
        const second = connected()
        compare(connectionsChanged.count, 2)
        compare(rows.count, 2)
        compare(textOf(rows.itemAt(1)), String(server.connections[1].peerCredentials.processId))
        verify(Number(textOf(rows.itemAt(0))) > 0)
        const kept = server.connections[1]
        first.active = false
        tryCompare(rows, "count", 1)
        compare(server.connections[0], kept)
        second.active = false
        tryCompare(rows, "count", 0)
        compare(connectionsChanged.count, 4)
    }

    function test_newConnection_isInConnections() {
        const seen = []
        const note = (socket) => seen.push(Array.from(server.connections).indexOf(socket))
        server.newConnection.connect(note)
        connected()
        connected()
        server.newConnection.disconnect(note)
        compare(seen, [0, 1])
    }

    function test_broadcast_data() {
        return [
            { tag: "lines", format: Stream.Lines, value: "text", seen: '"text"' },
            { tag: "values", format: Stream.Json, value: { a: [1] }, seen: '{"a":[1]}' },
        ]
    }

    function test_broadcast(data) {
        server.format = data.format
        connected()
        connected()
        compare(server.broadcast(data.value), 2)
        tryCompare(test.heard, "length", 2)
        compare(JSON.stringify(heard[0]), data.seen)
        compare(JSON.stringify(heard[1]), data.seen)
    }

    function test_broadcast_toSocketsOfAnotherFormat() {
        const socket = connected()
        server.connections[0].format = Stream.Json
        socket.format = Stream.Json
        compare(server.broadcast("text"), 1)
        tryCompare(test.heard, "length", 1)
        compare(heard[0], "text")
    }

    function test_broadcastOfInvalidValue_isRefused() {
        connected()
        compare(server.broadcast({}), 0)
        compare(server.error.code, ErrorCode.InvalidOperation)
        verify(server.active)
    }

    function test_broadcastToNobody() {
        compare(server.broadcast("text"), 0)
        verify(!server.error.isError)
    }

    function test_access() {
        compare(server.access, Access.user)
        compare(server.access.mode, 0o600)
        server.access = Access.fromMode(0o606)
        verify(!server.active) // refused: everyone but the group
        compare(server.error.code, ErrorCode.InvalidOperation)
        server.access = Access.everyone
        server.active = true
        verify(server.active, server.error.message)
        compare(server.access.kind, Access.Everyone)
        connected()
        server.access = Access.group() // while it listens
        verify(server.active, server.error.message)
        compare(server.access.kind, Access.Group)
        compare(server.access.groupName, "")
        compare(server.connections.length, 1)
        connected()
        server.access = Access.group("no-such-group")
        verify(!server.active)
        compare(server.error.code, ErrorCode.NotFound)
        server.access = Access.fromMode(0o666, "0")
        compare(server.access.groupName, "0")
        server.access = Access.fromSecurityDescriptor("D:P")
        compare(server.access.securityDescriptor, "D:P")
        server.active = true
        compare(server.error.code, ErrorCode.Unsupported)
    }

    function test_connectionFilter() {
        const asked = []
        server.connectionFilter = (peer) => { asked.push(peer); return asked.length > 1 }
        const first = made()
        tryVerify(() => test.refusals.length === 1)
        tryVerify(() => !first.active)
        connected()
        compare(asked.length, 2)
        verify(asked[0].processId > 0)
        verify(asked[0].userId >= 0)
        compare(refusals[0].peer.processId, asked[0].processId)
        compare(refusals[0].reason.code, ErrorCode.AccessDenied)
        server.connectionFilter = undefined
        connected()
        compare(asked.length, 2)
    }

    function test_filterThatThrows_refuses() {
        server.connectionFilter = () => { throw new Error("sorry") }
        made()
        tryVerify(() => test.refusals.length === 1)
        verify(server.error.message.indexOf("sorry") >= 0, server.error.message)
        compare(server.connections.length, 0)
    }

    function test_invalidFilter_isRefused() {
        const filter = () => true
        server.connectionFilter = filter
        server.connectionFilter = 7
        compare(server.error.code, ErrorCode.InvalidOperation)
        compare(server.connectionFilter, filter)
        connected()
    }
}
