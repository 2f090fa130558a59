// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import LogDesk
import QtInterprocess
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

ApplicationWindow {
    id: window

    required property LogModel log
    required property string serverName
    required property bool dark
    readonly property bool isPaused: pause.checked

    width: 960
    height: 600
    visible: true
    title: qsTr("Log desk")

    palette {
        window: window.dark ? "#20242a" : "#f4f5f7"
        windowText: window.dark ? "#e6e8ea" : "#1c1f23"
        base: window.dark ? "#16191d" : "#ffffff"
        alternateBase: window.dark ? "#1b1f24" : "#f7f8fa"
        text: window.dark ? "#e6e8ea" : "#1c1f23"
        button: window.dark ? "#2c323a" : "#e3e6ea"
        buttonText: window.dark ? "#e6e8ea" : "#1c1f23"
        highlight: "#2f7fd6"
        highlightedText: "#ffffff"
        placeholderText: window.dark ? "#8a929c" : "#7a828c"
        mid: window.dark ? "#3a424c" : "#c9ced5"
    }

    // ---- Sources of lines

    LocalServer {
        id: server
        name: window.serverName
        active: true
        onNewConnection: (socket) => senders.take(socket)
    }

    Fifo {
        id: fifo
        path: server.fullName + ".fifo"
        createIfMissing: true
        active: server.active
        paused: window.isPaused
        onReceived: (line) => window.log.append("fifo", line)
    }

    SignalWatcher {
        names: ["HUP"]
        onReceived: window.log.reload()
    }

    ListModel {
        id: senders

        function take(socket) {
            const pid = socket.peerCredentials.processId
            append({ pid: pid, uid: socket.peerCredentials.userId, lines: 0, isThere: true })
            socket.paused = Qt.binding(() => window.isPaused)
            socket.received.connect((line) => {
                window.log.append(pid > 0 ? "pid " + pid : "?", line)
                const row = find(pid)
                setProperty(row, "lines", get(row).lines + 1)
            })
            socket.finished.connect(() => socket.active = false) // the sender has closed its side
            socket.disconnected.connect(() => setProperty(find(pid), "isThere", false))
        }

        function find(pid) {
            for (let row = count - 1; row >= 0; --row) {
                if (get(row).pid === pid)
                    return row
            }
            return -1
        }
    }

    // ---- The window

    header: ToolBar {
        RowLayout {
            anchors { fill: parent; leftMargin: 8; rightMargin: 8 }

            TextField {
                id: filter
                Layout.fillWidth: true
                placeholderText: qsTr("Filter (Ctrl+F)")
                selectByMouse: true
                Keys.onEscapePressed: clear()
            }
            Switch {
                id: follow
                text: qsTr("Follow")
                checked: true
                ToolTip.visible: hovered
                ToolTip.text: qsTr("Shows the newest line (Ctrl+E)")
            }
            Switch {
                id: pause
                text: qsTr("Pause")
                ToolTip.visible: hovered
                ToolTip.text: qsTr("Stops reading: senders wait (Ctrl+P)")
            }
            Switch {
                text: qsTr("Dark")
                checked: window.dark
                onToggled: window.dark = checked
            }
        }
    }

    // StandardKey is not a type for the qmllint of Qt 6.4.
    Shortcut { sequences: [StandardKey.Find]; onActivated: filter.forceActiveFocus() } // qmllint disable unqualified
    Shortcut { sequence: "Ctrl+P"; onActivated: pause.toggle() }
    Shortcut { sequence: "Ctrl+E"; onActivated: follow.toggle() }
    Shortcut { sequence: "Ctrl+L"; onActivated: window.log.clear() }
    Shortcut { sequences: [StandardKey.Quit]; onActivated: Qt.quit() } // qmllint disable unqualified

    RowLayout {
        anchors.fill: parent
        spacing: 0

        Rectangle {
            Layout.preferredWidth: 200
            Layout.fillHeight: true
            color: window.palette.alternateBase

            ListView {
                id: senderList
                anchors.fill: parent
                clip: true
                model: senders
                header: Label {
                    padding: 8
                    font.bold: true
                    text: qsTr("Senders")
                }
                delegate: Label {
                    required property int pid
                    required property int uid
                    required property int lines
                    required property bool isThere
                    width: ListView.view.width
                    padding: 8
                    opacity: isThere ? 1 : 0.5
                    text: (isThere ? "● " : "○ ") + qsTr("pid %1, uid %2\n     %3 lines").arg(pid).arg(uid).arg(lines)
                }
                Label {
                    anchors.centerIn: parent
                    visible: senders.count === 0
                    opacity: 0.6
                    horizontalAlignment: Text.AlignHCenter
                    text: qsTr("No sender yet.\n\nls -l | qtipc\nconnect %1").arg(window.serverName)
                }
            }
        }

        Rectangle {
            Layout.preferredWidth: 1
            Layout.fillHeight: true
            color: window.palette.mid
        }

        ListView {
            id: lines
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            focus: true
            reuseItems: true
            ScrollBar.vertical: ScrollBar { }
            model: LogFilter {
                id: filtered
                sourceModel: window.log
                text: filter.text
            }
            onCountChanged: {
                if (follow.checked)
                    toEnd.start()
            }
            Timer { id: toEnd; interval: 0; onTriggered: lines.positionViewAtEnd() }
            onMovementStarted: follow.checked = false
            Keys.onUpPressed: { follow.checked = false; flick(0, 800) }
            Keys.onDownPressed: flick(0, -800)

            delegate: Row {
                id: row
                required property int index
                required property string time
                required property string source
                required property string line
                width: ListView.view.width
                padding: 2
                spacing: 8

                Label {
                    width: 90
                    opacity: 0.6
                    font.family: "monospace"
                    text: row.time
                }
                Label {
                    width: 110
                    elide: Text.ElideMiddle
                    color: Qt.hsla((Qt.md5(row.source).charCodeAt(0) % 16) / 16, 0.55,
                                   palette.window.hslLightness < 0.5 ? 0.7 : 0.35, 1)
                    text: row.source
                }
                Label {
                    width: row.width - 230
                    elide: Text.ElideRight
                    font.family: "monospace"
                    textFormat: Text.PlainText
                    text: row.line
                }
            }
        }
    }

    footer: ToolBar {
        RowLayout {
            anchors { fill: parent; leftMargin: 8; rightMargin: 8 }

            Label {
                Layout.fillWidth: true
                elide: Text.ElideMiddle
                text: server.active ? qsTr("%1   and   %2").arg(server.fullName).arg(fifo.path)
                                    : server.error.isError ? server.error.message : ""
            }
            Label {
                visible: window.isPaused
                color: "#d9822b"
                text: qsTr("paused: senders wait")
            }
            Label {
                text: qsTr("%1 of %2 lines, %3 connected").arg(lines.count).arg(window.log.lineCount)
                    .arg(server.connections.length)
            }
        }
    }
}
