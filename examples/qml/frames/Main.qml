// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import Frames
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

ApplicationWindow {
    id: window

    required property string serverName
    required property bool isDrawing

    width: 960
    height: 600
    visible: true
    title: qsTr("Frames")
    color: "#16191d"

    palette {
        window: "#20242a"
        windowText: "#e6e8ea"
        text: "#e6e8ea"
        button: "#2c323a"
        buttonText: "#e6e8ea"
    }

    FrameItem {
        id: frames
        anchors.fill: parent
        server: window.serverName
        drawing: draw.checked
    }

    Label {
        anchors.centerIn: parent
        visible: !frames.connected
        opacity: 0.6
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("No producer yet.\n\nframes-producer --name %1").arg(window.serverName)
    }

    footer: ToolBar {
        RowLayout {
            anchors { fill: parent; leftMargin: 8; rightMargin: 8 }

            Label {
                Layout.fillWidth: true
                text: frames.connected
                    ? qsTr("%1 × %2, %3 frames per second, %4 skipped").arg(frames.frameSize.width)
                        .arg(frames.frameSize.height).arg(frames.rate).arg(frames.skipped)
                    : qsTr("waiting")
            }
            Label {
                text: qsTr("processor: producer %1 %, this window %2 %").arg(frames.producerLoad.toFixed(1))
                    .arg(frames.ownLoad.toFixed(1))
            }
            Switch {
                id: draw
                text: qsTr("Draw")
                checked: window.isDrawing
                ToolTip.visible: hovered
                ToolTip.text: qsTr("Without drawing, frames are only received.")
            }
        }
    }

    Shortcut { sequence: "Ctrl+D"; onActivated: draw.toggle() }
    Shortcut { sequences: [StandardKey.Quit]; onActivated: Qt.quit() } // qmllint disable unqualified
}
