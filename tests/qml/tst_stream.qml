// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtTest

TestCase {
    id: test
    name: "Stream"

    property var accepted: null
    property var heard: []

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

    SignalSpy { id: errors; signalName: "errorChanged" }
    SignalSpy { id: connections; signalName: "connectedChanged" }

    function cleanup() { server.active = false }

    function connected(format) {
        accepted = null
        heard = []
        server.format = format
        server.name = uniqueName()
        server.active = true
        const socket = createTemporaryObject(client, test, { name: server.name, format: format, active: true })
        tryVerify(() => socket.connected && test.accepted !== null)
        return socket
    }

    // Returns one view of the bytes 1 to 8 for each type.
    function views() {
        const buffer = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).buffer
        return [
            new Uint8Array(buffer, 8, 8), new Int8Array(buffer, 8, 8), new Uint8ClampedArray(buffer, 8, 8),
            new Uint16Array(buffer, 8, 4), new Int16Array(buffer, 8, 4), new Uint32Array(buffer, 8, 2),
            new Int32Array(buffer, 8, 2), new Float32Array(buffer, 8, 2), new Float64Array(buffer, 8, 1),
            new DataView(buffer, 8, 8), buffer.slice(8, 16)
        ]
    }

    function test_bytes_ofEveryView() {
        for (const view of views()) {
            const socket = connected(Stream.Bytes)
            verify(socket.send(view), socket.error.message)
            tryVerify(() => test.heard.length > 0)
            compare(new Uint8Array(heard[0]), new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]))
        }
    }

    function test_lines_data() {
        return [
            { tag: "string", value: "text", line: "text" },
            { tag: "number", value: 1.5, line: "1.5" },
            { tag: "boolean", value: false, line: "false" },
            { tag: "url", value: Qt.resolvedUrl("/x/y"), line: "file:///x/y" },
            { tag: "typed array", value: new Uint8Array([65, 66]), line: "AB" },
            { tag: "ArrayBuffer", value: new Uint8Array([65, 66]).buffer, line: "AB" },
        ]
    }

    function test_lines(data) {
        const socket = connected(Stream.Lines)
        verify(socket.send(data.value), socket.error.message)
        tryCompare(test.heard, "length", 1)
        compare(heard[0], data.line)
    }

    function test_json_data() {
        return [
            { tag: "null", value: null, json: "null" },
            { tag: "false", value: false, json: "false" },
            { tag: "typed array", value: new Uint8Array([1, 255]), json: "[1,255]" },
            {
                tag: "nested bytes",
                value: { a: new Uint8Array([7]).buffer, b: [new Int16Array([-1])] },
                json: '{"a":[7],"b":[[-1]]}'
            },
            { tag: "undefined is left out", value: { a: undefined, b: 1 }, json: '{"b":1}' },
            { tag: "date", value: new Date(0), json: '"1970-01-01T00:00:00.000Z"' },
        ]
    }

    function test_json(data) {
        const socket = connected(Stream.Json)
        verify(socket.send(data.value), socket.error.message)
        tryCompare(test.heard, "length", 1)
        compare(JSON.stringify(heard[0]), data.json)
    }

    function test_invalidValue_isRefused() {
        const loop = {}
        loop.loop = loop
        const nothing = [undefined, () => 1, Symbol("x")]
        const noText = [null, {}, { length: 1 }, [], ["a"], new Map(), /x/, test, Qt.point(1, 2)]
        const cases = [
            [Stream.Json, nothing.concat([loop])],
            [Stream.Lines, nothing.concat(noText)],
            [Stream.Bytes, nothing.concat(noText)]
        ]
        for (const [format, values] of cases) {
            const socket = connected(format)
            for (const value of values) {
                verify(!socket.send(value), typeof value)
                compare(socket.error.code, ErrorCode.InvalidOperation)
            }
            verify(socket.send("end"))
            tryVerify(() => test.heard.length > 0)
            compare(heard.length, 1) // only the valid value was sent
        }
    }

    function test_lineOfMaximumSize_isReceived_data() {
        return [{ tag: "1 MiB", limit: 1024 * 1024 }, { tag: "10", limit: 10 }, { tag: "unlimited", limit: 0 }]
    }

    function test_lineOfMaximumSize_isReceived(data) {
        const size = data.limit || 3 * 1024 * 1024
        for (const end of ["", "\r"]) {
            const socket = connected(Stream.Lines)
            compare(accepted.maximumLineSize, 1024 * 1024)
            accepted.maximumLineSize = data.limit
            verify(socket.send("x".repeat(size) + end))
            tryCompare(test.heard, "length", 1)
            compare(heard[0].length, size)
            verify(!accepted.error.isError)
        }
    }

    function test_lineAboveTheMaximum_isAnError_data() {
        return [
            { tag: "by one byte", limit: 1024 * 1024, size: 1024 * 1024 + 1 },
            { tag: "by more than is held", limit: 1024 * 1024, size: 5 * 1024 * 1024 },
            { tag: "a small limit", limit: 10, size: 11 },
            { tag: "far above a small limit", limit: 10, size: 1024 * 1024 },
        ]
    }

    function test_lineAboveTheMaximum_isAnError(data) {
        const socket = connected(Stream.Lines)
        accepted.maximumLineSize = data.limit
        errors.target = accepted
        errors.clear()
        verify(socket.send("before"))
        verify(socket.send("x".repeat(data.size)))
        verify(socket.send("after"))
        tryCompare(test.heard, "length", 2)
        compare(heard, ["before", "after"])
        compare(accepted.error.code, ErrorCode.MessageTooLarge)
        compare(errors.count, 1)
        verify(accepted.connected)
    }

    function test_error_isClearedByTheNextConnection() {
        const name = uniqueName()
        const socket = createTemporaryObject(client, test, { name: name })
        errors.target = socket
        errors.clear()
        connections.target = socket
        connections.clear()
        verify(!socket.error.isError)
        compare(socket.error.code, ErrorCode.NoError)
        socket.active = true
        tryCompare(socket, "active", false)
        verify(socket.error.isError)
        verify(socket.error.code === ErrorCode.NotFound)
        compare(errors.count, 1)
        compare(connections.count, 0)
        server.name = name
        server.active = true
        socket.active = true
        tryCompare(socket, "connected", true)
        verify(!socket.error.isError)
        compare(errors.count, 2)
        compare(connections.count, 1)
        socket.active = false
        tryCompare(socket, "connected", false)
        compare(connections.count, 2)
    }
}
