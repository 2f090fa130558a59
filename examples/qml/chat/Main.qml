// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtQuick.Controls

// Whoever can have the name serves; everybody, the server too, is a client of it. When the server ends somebody else takes the name,
// and the others connect again.
ApplicationWindow {
    id: window

    readonly property string name: "org.qtinterprocess.chat"
    property var guests: []

    width: 420
    height: 360
    visible: true

    LocalServer {
        id: server
        name: window.name
        active: true
        format: Stream.Json
        onNewConnection: (guest) => {
            window.guests.push(guest)
            guest.received.connect((message) => {
                for (const other of window.guests)
                    other.send(message)
            })
            guest.disconnected.connect(() => window.guests = window.guests.filter((other) => other !== guest))
        }
    }

    LocalSocket {
        id: socket
        name: window.name
        active: true
        format: Stream.Json
        autoReconnect: true
        onReceived: (message) => lines.append({ line: message.from + ": " + message.text })
        onDisconnected: server.active = true // if nobody else has been faster
    }

    ListModel { id: lines }

    ListView {
        anchors { fill: parent; margins: 8 }
        model: lines
        delegate: Label {
            required property string line
            text: line
            textFormat: Text.PlainText
        }
    }

    footer: TextField {
        focus: true
        enabled: socket.connected
        placeholderText: socket.connected ? qsTr("Say something") : socket.error.isError ? socket.error.message : ""
        onAccepted: {
            if (socket.send({ from: window.title, text: text }))
                clear()
        }
    }
}
